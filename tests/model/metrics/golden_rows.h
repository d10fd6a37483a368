#pragma once

#include <QByteArray>
#include <QFile>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

/// tests/data/metrics: how the files were made is in its README.
namespace golden {

inline QByteArray fileOf(const char* name) {
  QFile file(QString::fromUtf8(MOLLOQUY_TEST_DATA) + "/metrics/" + name);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline nlohmann::json jsonOf(const char* name) {
  const QByteArray bytes = fileOf(name);
  return nlohmann::json::parse(bytes.begin(), bytes.end());
}

/// Cells between tabs, line by line.
inline std::vector<std::vector<std::string>> tableOf(const char* name) {
  std::vector<std::vector<std::string>> rows;
  for (const QByteArray& line : fileOf(name).split('\n')) {
    if (line.isEmpty()) continue;
    std::vector<std::string> cells;
    for (const QByteArray& cell : line.split('\t')) cells.push_back(cell.toStdString());
    rows.push_back(std::move(cells));
  }
  return rows;
}

}  // namespace golden
