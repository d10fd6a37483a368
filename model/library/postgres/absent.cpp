#include "model/library/server_library.h"

namespace molloquy::library {
namespace {

tl::unexpected<Error> noServers() {
  return fail(ErrorCode::Unsupported,
              "This build of Molloquy cannot open libraries on a PostgreSQL server: open a .mollib "
              "file, or use a build with libpq.");
}

}  // namespace

Result<std::unique_ptr<MoleculeLibrary>> openServerLibrary(const std::string&) {
  return noServers();
}

Result<std::unique_ptr<MoleculeLibrary>> createServerLibrary(const std::string&, std::string_view) {
  return noServers();
}

}  // namespace molloquy::library
