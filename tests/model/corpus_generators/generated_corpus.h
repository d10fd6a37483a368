#pragma once

#include <QByteArray>
#include <QFile>
#include <QTemporaryDir>
#include <atomic>
#include <cmath>
#include <vector>

#include "model/corpus/corpus_file.h"
#include "model/corpus/generators/shape_questions.h"

namespace molloquy::test {

inline std::filesystem::path writeFile(const QTemporaryDir& folder, const char* name,
                                       const QByteArray& bytes) {
  const QString path = folder.filePath(QString::fromUtf8(name));
  QFile file(path);
  if (file.open(QIODevice::WriteOnly)) file.write(bytes);
  return path.toStdString();
}

inline QByteArray bytesOf(const std::filesystem::path& path) {
  QFile file(QString::fromStdString(path.string()));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline std::vector<corpus::Entry> entriesOf(const std::filesystem::path& path) {
  std::vector<corpus::Entry> entries;
  const auto read = corpus::readCorpus(
      path,
      [&](std::size_t, corpus::Line&& line) {
        entries.push_back(std::get<corpus::Entry>(std::move(line)));
        return corpus::Reading::GoOn;
      },
      [](const corpus::Rejection&) {});
  return read ? entries : std::vector<corpus::Entry>();
}

/// Numbers that depend on every position, in place of xtb.
inline quantum::SinglePoint pointOf(const quantum::SinglePointInput& input) {
  double spread = 0;
  for (const chem::Point3& at : input.positions) {
    spread += std::hypot(at[0], at[1], at[2]);
  }
  const double atoms = static_cast<double>(input.positions.size());
  return {.energyHartree = -atoms - 1e-3 * spread,
          .homoEv = -10 - 0.01 * spread,
          .lumoEv = -5 + 0.01 * spread,
          .dipoleDebye = spread};
}

inline corpus::SinglePointCalculator stillCalculator() {
  return [](const quantum::SinglePointInput& input,
            const std::stop_token&) -> Result<quantum::SinglePoint> { return pointOf(input); };
}

}  // namespace molloquy::test
