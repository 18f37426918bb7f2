/*
 * Calls a function on a stack of its own: what it leaves there can be looked
 * at, and nothing else runs over it.
 */
#ifndef OWN_STACK_H
#define OWN_STACK_H

#include <ucontext.h>

static ucontext_t own_stack_outside, own_stack_inside;
static void (*own_stack_call)(void);

static inline void own_stack_enter(void) {
  own_stack_call();
  swapcontext(&own_stack_inside, &own_stack_outside);
}

static inline void call_on_stack(char *stack, size_t size,
                                 void (*call)(void)) {
  if (getcontext(&own_stack_inside) != 0) abort();
  own_stack_inside.uc_stack.ss_sp = stack;
  own_stack_inside.uc_stack.ss_size = size;
  own_stack_inside.uc_link = NULL;
  own_stack_call = call;
  makecontext(&own_stack_inside, own_stack_enter, 0);
  swapcontext(&own_stack_outside, &own_stack_inside);
}

/* Valgrind does not see that the stack is another one. */
static inline int runs_under_valgrind(void) {
  const char *preloaded = getenv("LD_PRELOAD");
  return preloaded != NULL && strstr(preloaded, "vgpreload") != NULL;
}

#endif /* OWN_STACK_H */
