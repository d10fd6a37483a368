#pragma once

#include <zip.h>

#include <QTest>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>

/// Writes a file without waiting for the disk.
inline void writePlain(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

/// How the members of a test archive are kept.
enum class Packing { Stored, Deflated };

/// Writes a zip archive with the given members.
inline void writeArchive(const std::filesystem::path& path,
                         const std::map<std::string, std::string>& members,
                         Packing packing = Packing::Stored) {
  int error = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
  QVERIFY(archive != nullptr);
  for (const auto& [name, bytes] : members) {
    zip_source_t* source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    QVERIFY(index >= 0);
    zip_set_file_compression(archive, static_cast<zip_uint64_t>(index),
                             packing == Packing::Stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0);
  }
  QCOMPARE(zip_close(archive), 0);
}
