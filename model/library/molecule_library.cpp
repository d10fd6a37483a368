#include "model/library/molecule_library.h"

#include "model/library/file_library.h"
#include "model/library/server_library.h"

namespace molloquy::library {

bool isServerLocation(std::string_view location) {
  return location.starts_with("postgresql://") || location.starts_with("postgres://");
}

Result<std::unique_ptr<MoleculeLibrary>> createLibrary(const std::filesystem::path& file,
                                                       std::string_view name) {
  if (isServerLocation(file.native())) return createServerLibrary(file.native(), name);
  auto library = FileLibrary::create(file, name);
  if (!library) return tl::unexpected(library.error());
  return std::move(*library);
}

Result<std::unique_ptr<MoleculeLibrary>> openLibrary(const std::string& location) {
  if (isServerLocation(location)) return openServerLibrary(location);
  auto library = FileLibrary::open(location);
  if (!library) return tl::unexpected(library.error());
  return std::move(*library);
}

}  // namespace molloquy::library
