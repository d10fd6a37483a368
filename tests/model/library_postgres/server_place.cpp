#include "library_fixture.h"
#include "private_server.h"

namespace molloquy::library {
namespace {

class ServerPlace final : public LibraryPlace {
 public:
  ServerPlace() : m_location(PrivateServer::instance().newDatabase()) {}
  ~ServerPlace() override { PrivateServer::instance().drop(m_location); }
  [[nodiscard]] std::string location() const override { return m_location; }

 private:
  std::string m_location;
};

}  // namespace

std::unique_ptr<LibraryPlace> newLibraryPlace() { return std::make_unique<ServerPlace>(); }

}  // namespace molloquy::library
