#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>
#include <QTemporaryDir>
#include <vector>

#include "model/corpus/importers/importer.h"

namespace molloquy::test {

/// What an import handed over.
struct Imported {
  Result<corpus::ImportReport> report = fail(ErrorCode::Internal, "not run");
  std::vector<corpus::Line> lines;
  std::vector<std::size_t> numbers;  ///< of the lines.
  std::vector<corpus::ImportRejection> rejections;

  [[nodiscard]] const corpus::Entry& entry(std::size_t index) const {
    return std::get<corpus::Entry>(lines.at(index));
  }
  [[nodiscard]] QString failure() const {
    return report ? QString() : QString::fromStdString(report.error().toString());
  }
};

inline Imported importFile(const std::filesystem::path& file,
                           const corpus::ImportOptions& options = {},
                           const std::stop_token& stop = {}) {
  Imported imported;
  imported.report = corpus::importFile(
      file, options,
      {[&](std::size_t number, corpus::Line&& line) {
         imported.numbers.push_back(number);
         imported.lines.push_back(std::move(line));
         return corpus::Reading::GoOn;
       },
       [&](const corpus::ImportRejection& rejection) { imported.rejections.push_back(rejection); },
       {}},
      stop);
  return imported;
}

/// A folder with files that a test writes.
class Scratch {
 public:
  std::filesystem::path write(const QString& name, const QByteArray& bytes) {
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
      qFatal("cannot write %s", qPrintable(name));
    }
    return file.fileName().toStdString();
  }
  [[nodiscard]] std::filesystem::path path(const QString& name) const {
    return m_folder.filePath(name).toStdString();
  }

 private:
  QTemporaryDir m_folder;
};

inline std::filesystem::path dataFile(const char* name) {
  return std::filesystem::path(MOLLOQUY_TEST_DATA) / "corpus" / name;
}

}  // namespace molloquy::test
