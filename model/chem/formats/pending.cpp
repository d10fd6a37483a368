// Formats that are named in the interface and answered with a sentence.
#include <fmt/format.h>

#include "model/chem/formats/readers.h"
#include "model/chem/formats/writers.h"

namespace molloquy::chem {
namespace {

Error unsupported(FileFormat format) {
  return Error(ErrorCode::Unsupported,
               fmt::format("{} is not supported. Use SDF, XYZ or SMILES.", formatName(format)));
}

}  // namespace

void readMmCif(std::string_view, RecordSink& sink) { sink.reject(unsupported(FileFormat::MmCif)); }
void readCml(std::string_view, RecordSink& sink) { sink.reject(unsupported(FileFormat::Cml)); }
void readCjson(std::string_view, RecordSink& sink) { sink.reject(unsupported(FileFormat::Cjson)); }
void readInchi(std::string_view, RecordSink& sink) { sink.reject(unsupported(FileFormat::Inchi)); }
Result<std::string> writeMol2(const std::vector<WrittenRecord>&) {
  return tl::unexpected(unsupported(FileFormat::Mol2));
}
Result<std::string> writePdb(const std::vector<WrittenRecord>&) {
  return tl::unexpected(unsupported(FileFormat::Pdb));
}
Result<std::string> writeMmCif(const std::vector<WrittenRecord>&) {
  return tl::unexpected(unsupported(FileFormat::MmCif));
}
Result<std::string> writeCml(const std::vector<WrittenRecord>&) {
  return tl::unexpected(unsupported(FileFormat::Cml));
}
Result<std::string> writeCjson(const std::vector<WrittenRecord>&) {
  return tl::unexpected(unsupported(FileFormat::Cjson));
}
Result<std::string> writeInchi(const std::vector<WrittenRecord>&) {
  return tl::unexpected(unsupported(FileFormat::Inchi));
}

}  // namespace molloquy::chem
