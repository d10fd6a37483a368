#include <map>

#include "model/corpus/checks.h"
#include "model/corpus/corpus_file.h"
#include "model/corpus/importers/importer.h"

namespace molloquy::corpus {
namespace {

/// First unwanted flaw of each line of one file.
std::map<std::size_t, Flaw> unwantedLines(const CheckReport& report, const std::set<Flaw>& flaws,
                                          std::uint32_t file) {
  std::map<std::size_t, Flaw> lines;
  for (const Finding& finding : report.findings) {
    if (finding.at.file == file && flaws.contains(finding.flaw)) {
      lines.try_emplace(finding.at.line, finding.flaw);
    }
  }
  return lines;
}

}  // namespace

Result<FixReport> writeWithout(const CheckReport& report, const std::set<Flaw>& flaws,
                               const std::filesystem::path& output, const std::stop_token& stop) {
  auto writer = CorpusWriter::create(output);
  if (!writer) return tl::unexpected(writer.error());
  FixReport fixed;
  for (std::uint32_t file = 0; file < report.files.size(); ++file) {
    if (report.files[file].isHeldOut) continue;
    const auto unwanted = unwantedLines(report, flaws, file);
    Result<void> written;
    const auto read =
        importFile(report.files[file].path, {},
                   {[&](std::size_t number, Line&& line) {
                      if (const auto found = unwanted.find(number); found != unwanted.end()) {
                        ++fixed.dropped[found->second];
                        return Reading::GoOn;
                      }
                      written = writer->write(line);
                      return written ? Reading::GoOn : Reading::Stop;
                    },
                    // Nothing can be written of a line that cannot be read.
                    [&](const ImportRejection&) { ++fixed.dropped[Flaw::UnreadableLine]; },
                    {}},
                   stop);
    if (!read) return tl::unexpected(read.error());
    if (!written) return tl::unexpected(written.error());
    if (read->stopped) {
      fixed.stopped = true;
      return fixed;
    }
  }
  fixed.kept = writer->count();
  if (Result<void> done = writer->finish(); !done) return tl::unexpected(done.error());
  return fixed;
}

}  // namespace molloquy::corpus
