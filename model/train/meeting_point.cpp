#include "model/train/meeting_point.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <thread>

namespace molloquy::train {
namespace {

using Clock = std::chrono::steady_clock;

/// Between two attempts, and the longest one attempt may take.
constexpr std::chrono::milliseconds kPause{50};
constexpr int kAttemptMs = 2000;

class Socket {
 public:
  Socket(int family, int type) : m_descriptor(::socket(family, type | SOCK_CLOEXEC, 0)) {}
  ~Socket() {
    if (m_descriptor >= 0) ::close(m_descriptor);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  [[nodiscard]] int descriptor() const { return m_descriptor; }

 private:
  int m_descriptor;
};

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

/// Every address of a name; an error text of the resolver when there is none. "localhost" needs no
/// entry in a hosts file, which small containers lack (RFC 6761, section 6.3).
tl::expected<Addresses, std::string> resolve(const std::string& asked, int port, int socketType) {
  const std::string name = asked == "localhost" ? "127.0.0.1" : asked;
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = socketType;
  addrinfo* found = nullptr;
  const int problem = ::getaddrinfo(name.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (problem != 0) return tl::unexpected(std::string(::gai_strerror(problem)));
  return Addresses(found, &::freeaddrinfo);
}

std::string numbersOf(const sockaddr* address, socklen_t length) {
  char text[NI_MAXHOST] = {};
  if (::getnameinfo(address, length, text, sizeof text, nullptr, 0, NI_NUMERICHOST) != 0) return {};
  return text;
}

/// Whether somebody accepts a connection there.
bool listens(const addrinfo& at) {
  const Socket socket(at.ai_family, SOCK_STREAM | SOCK_NONBLOCK);
  if (socket.descriptor() < 0) return false;
  if (::connect(socket.descriptor(), at.ai_addr, at.ai_addrlen) == 0) return true;
  if (errno != EINPROGRESS) return false;
  pollfd waiting{socket.descriptor(), POLLOUT, 0};
  if (::poll(&waiting, 1, kAttemptMs) <= 0) return false;
  int error = 0;
  socklen_t size = sizeof error;
  return ::getsockopt(socket.descriptor(), SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
}

/// errno of listening on every address of the machine; 0 when it works or the family is absent.
int listeningProblem(int family, int port) {
  const Socket socket(family, SOCK_STREAM);
  if (socket.descriptor() < 0) return 0;
  const int on = 1;
  ::setsockopt(socket.descriptor(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_storage any{};
  any.ss_family = static_cast<sa_family_t>(family);
  const auto netPort = htons(static_cast<std::uint16_t>(port));
  socklen_t length = sizeof(sockaddr_in);
  if (family == AF_INET6) {
    ::setsockopt(socket.descriptor(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    reinterpret_cast<sockaddr_in6&>(any).sin6_port = netPort;
    length = sizeof(sockaddr_in6);
  } else {
    reinterpret_cast<sockaddr_in&>(any).sin_port = netPort;
  }
  const bool taken =
      ::bind(socket.descriptor(), reinterpret_cast<const sockaddr*>(&any), length) != 0 ||
      ::listen(socket.descriptor(), 1) != 0;
  return taken ? errno : 0;
}

}  // namespace

Result<std::string> waitForListener(const std::string& address, int port,
                                    std::chrono::milliseconds patience,
                                    const std::stop_token& stop) {
  const auto found = resolve(address, port, SOCK_STREAM);
  if (!found) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The address \"{}\" cannot be found ({}); set MASTER_ADDR to the name "
                            "or address of the machine where rank 0 runs.",
                            address, found.error()));
  }
  const Clock::time_point end = Clock::now() + patience;
  while (true) {
    for (const addrinfo* at = found->get(); at != nullptr; at = at->ai_next) {
      if (listens(*at)) return numbersOf(at->ai_addr, at->ai_addrlen);
    }
    if (stop.stop_requested()) {
      return fail(ErrorCode::InvalidInput, "Waiting for rank 0 was stopped.");
    }
    if (Clock::now() + kPause > end) break;
    std::this_thread::sleep_for(kPause);
  }
  return fail(ErrorCode::InvalidInput,
              fmt::format("Nobody listens at {} port {} after {} s; start rank 0 there, and see "
                          "that MASTER_ADDR and MASTER_PORT are the same for every process and no "
                          "firewall is between them.",
                          address, port,
                          std::chrono::duration_cast<std::chrono::seconds>(patience).count()));
}

Result<void> checkPortIsFree(int port) {
  for (const int family : {AF_INET, AF_INET6}) {
    const int problem = listeningProblem(family, port);
    // A machine without IPv6 says so when the address is bound.
    if (problem == 0 || problem == EADDRNOTAVAIL || problem == EAFNOSUPPORT) continue;
    if (problem == EADDRINUSE) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("Port {} of this machine is in use, perhaps by another training; set "
                              "MASTER_PORT to a free one for every process.",
                              port));
    }
    return fail(ErrorCode::InvalidInput,
                fmt::format("Port {} of this machine cannot be used: {}; set MASTER_PORT to "
                            "another one, above 1023, for every process.",
                            port, std::strerror(problem)));
  }
  return {};
}

Result<std::string> ownAddressTowards(const std::string& numbers) {
  // Connecting a datagram socket sends nothing; it only chooses the way.
  constexpr int kAnyPort = 9;
  const auto found = resolve(numbers, kAnyPort, SOCK_DGRAM);
  if (found) {
    const Socket socket(found->get()->ai_family, SOCK_DGRAM);
    sockaddr_storage own{};
    socklen_t length = sizeof own;
    auto* const ownAddress = reinterpret_cast<sockaddr*>(&own);
    if (socket.descriptor() >= 0 &&
        ::connect(socket.descriptor(), found->get()->ai_addr, found->get()->ai_addrlen) == 0 &&
        ::getsockname(socket.descriptor(), ownAddress, &length) == 0) {
      return numbersOf(ownAddress, length);
    }
  }
  return fail(ErrorCode::InvalidInput,
              fmt::format("This machine knows no way to {}; look at its network.", numbers));
}

bool isLoopback(const std::string& numbers) {
  return numbers.starts_with("127.") || numbers == "::1" || numbers.starts_with("::ffff:127.");
}

}  // namespace molloquy::train
