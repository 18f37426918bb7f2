// A program of somebody else's, to find out whether it can be built and run.
#include <iostream>
#include <twsign.hpp>

int main() {
  const twsign::signer signer({"key", "secret"});
  std::cout << twsign::version() << ' '
            << signer.sign({"GET", "https://api.x.com/2/users/me"}).substr(0, 6)
            << '\n';
}
