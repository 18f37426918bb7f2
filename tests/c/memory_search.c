/*
 * After each call, in success and in failure, and after what it gave out is
 * released: no secret is anywhere in this process's memory but where this test
 * put it. Looked for are the secrets as they are, percent-encoded, in Basic,
 * and in the blocks that HMAC makes of its key, in the order of bytes that
 * hashes take them in.
 *
 * Each call runs on a stack of its own, which nothing runs over before it is
 * searched; the test handles secrets on another, which is not searched.
 */
#define _GNU_SOURCE 1 /* MAP_ANONYMOUS, pread */
#include <fcntl.h>
#include <unistd.h>

#include "every_call.h"
#include "own_stack.h"

/* ---- What is looked for -------------------------------------------------- */

/* So many bytes of one are a find: more than chance makes alike, and less than
 * one register holds. */
#define PART 12
#define PIECE_SIZE (1 << 16)

/* All that this test knows of the secrets stands here and in `given`. */
static struct own {
  char stack[1 << 18];
  unsigned char needles[64][192];
  size_t lengths[64], count;
  unsigned char piece[PIECE_SIZE];
  unsigned char begins[1 << 16]; /* of parts, by their first two bytes */
} *own;

static char *called_stack;
#define CALLED_STACK_SIZE (1 << 16)

static void look_for(const void *bytes, size_t length) {
  if (own->count == LENGTH_OF(own->needles) || length > 192) abort();
  memcpy(own->needles[own->count], bytes, length);
  own->lengths[own->count++] = length;
}

static size_t encode(const char *text, char *encoded) {
  size_t length = 0;
  for (; *text != '\0'; text++) {
    int plain = isalnum((unsigned char)*text) || strchr("-._~", *text);
    length += (size_t)sprintf(encoded + length, plain ? "%c" : "%%%02X",
                              (unsigned char)*text);
  }
  return length;
}

static size_t base64(const char *text, size_t length, char *encoded) {
  static const char digits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  size_t i, n = 0;
  for (i = 0; i + 3 <= length; i += 3) {
    unsigned long three = (unsigned long)(unsigned char)text[i] << 16 |
                          (unsigned long)(unsigned char)text[i + 1] << 8 |
                          (unsigned char)text[i + 2];
    encoded[n++] = digits[three >> 18];
    encoded[n++] = digits[three >> 12 & 63];
    encoded[n++] = digits[three >> 6 & 63];
    encoded[n++] = digits[three & 63];
  }
  return n; /* the last one or two bytes are not needed here */
}

/* Both pads, as they are, with the bytes of each word turned round, and with
 * those of each 16 bytes: a longer key is hashed first, and is none. */
static void look_for_key(const char *key, size_t length) {
  static const unsigned char pads[] = {0x36, 0x5c};
  size_t p, i;
  if (length > 64) return;
  for (p = 0; p < LENGTH_OF(pads); p++) {
    unsigned char block[64], by_word[64], by_16[64];
    for (i = 0; i < 64; i++) {
      block[i] = pads[p] ^ (unsigned char)(i < length ? key[i] : 0);
    }
    for (i = 0; i < 64; i++) {
      by_word[i] = block[i ^ 3];
      by_16[i] = block[i ^ 15];
    }
    look_for(block, 64);
    look_for(by_word, 64);
    look_for(by_16, 64);
  }
}

static void look_for_text(const char *text) {
  char encoded[192];
  look_for(text, strlen(text));
  look_for(encoded, encode(text, encoded));
}

/* Bytes that are all alike, as in what pads a key, are no find. */
static int tells(const unsigned char *part) {
  size_t i, other = 0;
  for (i = 1; i < PART; i++) other += part[i] != part[i - 1];
  return other > PART / 2;
}

static void know_the_secrets(void) {
  char text[192], encoded[192];
  size_t length, n, i;
  memset(own->begins, 0, sizeof own->begins);
  own->count = 0;
  look_for_text(given->api_secret);
  look_for_text(given->token_secret);
  look_for_text(given->bearer);
  look_for_text(given->verifier);
  look_for_text(given->received_secret);
  look_for_text(given->received_bearer);
  look_for_key(given->api_secret, strlen(given->api_secret)); /* webhooks */
  length = encode(given->api_secret, text);
  text[length++] = '&';
  look_for_key(text, length);
  length += encode(given->token_secret, text + length);
  look_for_key(text, length);
  length = (size_t)sprintf(text, "%s:", given->api_key);
  length += encode(given->api_secret, text + length);
  look_for(encoded, base64(text, length, encoded));
  for (n = 0; n < own->count; n++) {
    for (i = 0; i + PART <= own->lengths[n]; i++) {
      const unsigned char *part = own->needles[n] + i;
      if (tells(part)) own->begins[part[0] | part[1] << 8] = 1;
    }
  }
}

/* ---- The search ---------------------------------------------------------- */

static unsigned long found, searched_bytes;

static int is_part_of_a_secret(const unsigned char *at) {
  size_t n, i;
  for (n = 0; n < own->count; n++) {
    for (i = 0; i + PART <= own->lengths[n]; i++) {
      if (memcmp(at, own->needles[n] + i, PART) == 0 && tells(at)) return 1;
    }
  }
  return 0;
}

static void search_piece(size_t size) {
  size_t i;
  for (i = 0; i + PART <= size; i++) {
    const unsigned char *at = own->piece + i;
    if (own->begins[at[0] | at[1] << 8]) found += is_part_of_a_secret(at);
  }
}

static int overlaps(unsigned long at, size_t size, const void *own_memory,
                    size_t own_size) {
  unsigned long start = (unsigned long)own_memory;
  return at < start + own_size && start < at + size;
}

/* A page of what is ours is left out, and only that. */
static void search_mapping(int memory, unsigned long start, unsigned long end) {
  unsigned long at;
  size_t page = (size_t)sysconf(_SC_PAGESIZE), size;
  for (at = start; at < end; at += size) {
    ssize_t got;
    if (overlaps(at, page, own, sizeof *own) ||
        overlaps(at, page, given, sizeof *given)) {
      size = page;
      continue;
    }
    for (size = page; size < PIECE_SIZE - PART && at + size < end; size += page) {
      if (overlaps(at + size, page, own, sizeof *own) ||
          overlaps(at + size, page, given, sizeof *given) ||
          size + 2 * page > PIECE_SIZE) {
        break;
      }
    }
    /* What begins in this piece may end in the next. */
    got = pread(memory, own->piece, size + (at + size < end ? PART - 1 : 0),
                (off_t)at);
    if (got < 0) continue;
    searched_bytes += (unsigned long)got;
    search_piece((size_t)got);
  }
}

static char *read_maps(char *maps, size_t capacity) {
  size_t size = 0;
  ssize_t got;
  int file = open("/proc/self/maps", O_RDONLY);
  if (file < 0) abort();
  while ((got = read(file, maps + size, capacity - 1 - size)) > 0) {
    size += (size_t)got;
  }
  close(file);
  maps[size] = '\0';
  return maps;
}

/* All that can be written to: heap, stacks, data. */
static void search_memory(void) {
  static char maps[1 << 16];
  int memory = open("/proc/self/mem", O_RDONLY);
  char *line = read_maps(maps, sizeof maps);
  if (memory < 0) abort();
  found = searched_bytes = 0;
  for (; line != NULL && *line != '\0'; line = strchr(line, '\n') + 1) {
    unsigned long start, end;
    char can[5];
    if (sscanf(line, "%lx-%lx %4s", &start, &end, can) == 3 && can[1] == 'w') {
      search_mapping(memory, start, end);
    }
  }
  close(memory);
}

static void check_memory(void) {
  call_on_stack(own->stack, sizeof own->stack, search_memory);
  CHECK(searched_bytes > CALLED_STACK_SIZE);
  CHECK_NUMBER(found, 0);
}

/* ---- The checks ---------------------------------------------------------- */

static void plain_secrets(void) { fill_given(1); }
static void odd_secrets(void) { fill_given(0); }

/* Twice: the first call of a function may do more than the later ones. */
static void no_call_leaves_a_secret(void (*secrets)(void)) {
  size_t i;
  call_on_stack(own->stack, sizeof own->stack, secrets);
  call_on_stack(own->stack, sizeof own->stack, know_the_secrets);
  check_case = "before all calls";
  check_memory();
  for (i = 0; i < 2 * EVERY_CALLS; i++) {
    check_case = every_call[i % EVERY_CALLS].name;
    memset(called_stack, 0, CALLED_STACK_SIZE);
    call_on_stack(called_stack, CALLED_STACK_SIZE,
                  every_call[i % EVERY_CALLS].call);
    check_memory();
  }
}

static char *planted;

/* volatile: a copy that nobody reads would be left out. */
static void plant(void) {
  volatile char *copy = planted;
  size_t i;
  for (i = 0; i < PART; i++) copy[i] = given->token_secret[i + 3];
}

/* Without this, the test would pass if the search saw nothing. */
static void check_sees(char *place) {
  planted = place;
  call_on_stack(own->stack, sizeof own->stack, plant);
  call_on_stack(own->stack, sizeof own->stack, search_memory);
  CHECK_NUMBER(found, 1);
  memset(place, 0, PART);
}

static void the_search_sees_heap_stack_and_data(void) {
  static char data[3 * PART];
  char on_stack[3 * PART] = "";
  char *on_heap = calloc(1, 100000);
  check_case = "search";
  if (on_heap == NULL) abort();
  call_on_stack(own->stack, sizeof own->stack, plain_secrets);
  call_on_stack(own->stack, sizeof own->stack, know_the_secrets);
  check_sees(data + 1);
  check_sees(on_stack + 1);
  check_sees(on_heap + 65536);
  check_sees(called_stack + CALLED_STACK_SIZE - PART);
  free(on_heap);
}

int main(void) {
  if (runs_under_valgrind()) {
    puts("not run: memory is valgrind's");
    return 0;
  }
  own = own_pages(sizeof *own);
  given = own_pages(sizeof *given);
  called_stack = own_pages(CALLED_STACK_SIZE);
  the_search_sees_heap_stack_and_data();
  no_call_leaves_a_secret(plain_secrets);
  no_call_leaves_a_secret(odd_secrets);
  return check_report();
}
