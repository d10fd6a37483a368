#include "library_fixture.h"

namespace molloquy::library {
namespace {

class FilePlace final : public LibraryPlace {
 public:
  [[nodiscard]] std::string location() const override {
    return m_folder.filePath("tests.mollib").toStdString();
  }

 private:
  QTemporaryDir m_folder;
};

}  // namespace

std::unique_ptr<LibraryPlace> newLibraryPlace() { return std::make_unique<FilePlace>(); }

}  // namespace molloquy::library
