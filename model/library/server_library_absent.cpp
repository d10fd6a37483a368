#include "model/library/server_library.h"

namespace molloquy::library {

Result<std::unique_ptr<MoleculeLibrary>> openServerLibrary(const std::string&) {
  return fail(ErrorCode::Unsupported,
              "This build of Molloquy cannot open libraries on a PostgreSQL server: open a .mollib "
              "file, or use a build with libpq.");
}

}  // namespace molloquy::library
