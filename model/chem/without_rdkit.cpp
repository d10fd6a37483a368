// The public functions of model/chem in a build without RDKit: each says so.
#include "model/chem/atom_properties.h"
#include "model/chem/conformers.h"
#include "model/chem/depiction.h"
#include "model/chem/layout.h"
#include "model/chem/stereo_elements.h"
#include "model/chem/structure_reader.h"
#include "model/chem/structure_writer.h"

namespace molloquy::chem {
namespace {

tl::unexpected<Error> withoutRdkit() {
  return fail(ErrorCode::Unsupported,
              "This build has no chemistry library. Build with MOLLOQUY_WITH_RDKIT=ON.");
}

}  // namespace

Result<StructureRecord> parseSmiles(std::string_view) { return withoutRdkit(); }

Result<StructureFile> readStructureText(std::string_view, FileFormat, std::string,
                                        std::stop_token, const OnReadProgress&) {
  return withoutRdkit();
}

Result<StructureFile> readStructureFile(const std::filesystem::path&, std::stop_token,
                                        const OnReadProgress&) {
  return withoutRdkit();
}

Result<std::string> writeStructure(const std::vector<WrittenRecord>&, FileFormat) {
  return withoutRdkit();
}

std::vector<std::string> lossesOf(const std::vector<WrittenRecord>&, FileFormat) { return {}; }

Result<void> writeStructureFile(const std::filesystem::path&, const std::vector<WrittenRecord>&) {
  return withoutRdkit();
}

Result<std::vector<Conformer>> embedConformers(const Molecule&, const EmbedOptions&,
                                               std::stop_token) {
  return withoutRdkit();
}

Result<AtomProperties> atomProperties(const Molecule&) { return withoutRdkit(); }

Result<StereoElements> stereoElements(const Molecule&) { return withoutRdkit(); }

Result<Depiction> depict(const Molecule&, const DepictionStyle&) { return withoutRdkit(); }

Result<Layout2D> layout(const Molecule&, const Layout2D*,
                        const std::vector<std::optional<AtomIndex>>&) {
  return withoutRdkit();
}

Result<Layout2D> cleanedUp(const Molecule&, const Layout2D&, const std::vector<AtomIndex>&) {
  return withoutRdkit();
}

Result<std::string> toSdf(const Molecule&, const std::vector<Conformer>&) { return withoutRdkit(); }

Result<std::string> canonicalSmiles(const Molecule&) { return withoutRdkit(); }

std::string geometryName(GeometrySource) { return "file"; }

}  // namespace molloquy::chem
