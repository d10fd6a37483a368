#include "model/reflect/alignment_set.h"

#include <RDGeneral/versions.h>

#include "model/base/atomic_file.h"

namespace molloquy::reflect {
namespace {

constexpr std::string_view kLexicon = "fg-2";
constexpr std::uintmax_t kLargestFile = std::uintmax_t{4} << 30;

}  // namespace

AlignmentSet::AlignmentSet(align::AlignmentFile file) : m_file(std::move(file)) {
  for (std::size_t i = 0; i < m_file.texts.size(); ++i) {
    m_places.emplace(m_file.texts[i].moleculeId, i);
  }
}

Result<AlignmentSet> AlignmentSet::load(const std::filesystem::path& path) {
  const auto text = readFile(path, kLargestFile);
  if (!text) return tl::unexpected(text.error());
  auto file = align::readAlignments(*text);
  if (!file) return tl::unexpected(file.error().within("reading " + path.string()));
  return AlignmentSet(*std::move(file));
}

const align::AlignedText* AlignmentSet::find(const std::string& id) const {
  const auto place = m_places.find(id);
  return place == m_places.end() ? nullptr : &m_file.texts[place->second];
}

std::string alignmentHeader() {
  return align::writeAlignments({std::string(kLexicon), RDKit::rdkitVersion, {}});
}

std::string alignmentLines(const align::AlignedText& text) {
  const std::string lines = align::writeAlignments({"", "", {text}});
  return lines.substr(lines.find('\n') + 1);
}

std::optional<align::AlignedText> alignmentFromLines(const std::string& lines) {
  auto file = align::readAlignments(alignmentHeader() + lines);
  if (!file || file->texts.size() != 1) return std::nullopt;
  return std::move(file->texts.front());
}

}  // namespace molloquy::reflect
