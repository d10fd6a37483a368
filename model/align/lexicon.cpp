#include "model/align/lexicon.h"

#include <array>
#include <cctype>
#include <charconv>

#include <fmt/format.h>
#include <GraphMol/SmilesParse/SmilesParse.h>

#include "model/align/compiled_lexicon.h"
#include "model/base/atomic_file.h"

namespace molloquy::align {
namespace {

constexpr std::string_view kHeader =
    "id\tname\tplural\tcategory\tuse\tprior\tbase_rate\tphrase\tsmarts\tstrict_smarts";
constexpr std::size_t kColumns = 10;
constexpr std::string_view kAlternative = " || ";
constexpr std::string_view kFeature = "feature:";

std::vector<std::string> split(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + separator.size());
  }
}

/// The longest run of letters that every match of the expression must contain, lower case. Only runs
/// outside groups, classes and alternatives count, and a letter before ? * { is dropped.
std::string requiredLiteral(const std::string& expression) {
  std::string longest, run;
  int depth = 0;
  const auto flush = [&] {
    if (run.size() > longest.size()) longest = run;
    run.clear();
  };
  for (std::size_t at = 0; at < expression.size(); ++at) {
    const char c = expression[at];
    if (c == '\\') { ++at; flush(); continue; }
    if (c == '(' || c == '[') { ++depth; flush(); continue; }
    if (c == ')' || c == ']') { --depth; flush(); continue; }
    if (depth > 0) continue;
    if (c == '|') return {};
    if (c == '?' || c == '*' || c == '{') {
      if (!run.empty()) run.pop_back();
      flush();
      if (c == '{') at = std::min(expression.find('}', at), expression.size() - 1);
      continue;
    }
    const bool letter = std::isalpha(static_cast<unsigned char>(c)) || c == ' ' || c == '-';
    if (letter) run += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    else flush();
  }
  flush();
  return longest;
}

/// One cell of a table, for error sentences.
struct Cell {
  std::string file;
  std::size_t line;
  std::size_t column;

  [[nodiscard]] tl::unexpected<Error> fail(const std::string& problem) const {
    return molloquy::fail(ErrorCode::InvalidInput, fmt::format("{}, line {}, column {}: {}", file,
                                                               line, column, problem));
  }
};

Result<Patterns> parsePatterns(const std::string& alternatives, const Cell& cell) {
  Patterns patterns;
  if (alternatives.empty()) return patterns;
  for (const std::string& smarts : split(alternatives, kAlternative)) {
    std::shared_ptr<const RDKit::ROMol> pattern;
    try {
      pattern.reset(RDKit::SmartsToMol(smarts));
    } catch (const std::exception&) {
      pattern.reset();
    }
    if (!pattern || pattern->getNumAtoms() == 0)
      return cell.fail(fmt::format("\"{}\" is not a SMARTS pattern.", smarts));
    patterns.push_back(std::move(pattern));
  }
  return patterns;
}

Result<double> parseRate(const std::string& text, const Cell& cell) {
  double value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || value < 0 || value > 1)
    return cell.fail(fmt::format("\"{}\" is not a share between 0 and 1.", text));
  return value;
}

Result<CompiledEntry> compile(const LexiconEntry& entry, const std::string& file, std::size_t line) {
  CompiledEntry compiled;
  try {
    compiled.phrase = std::regex(entry.phraseRegex, std::regex::ECMAScript | std::regex::icase |
                                                        std::regex::optimize);
  } catch (const std::regex_error&) {
    return Cell{file, line, 8}.fail(
        fmt::format("\"{}\" is not an ECMAScript regular expression.", entry.phraseRegex));
  }
  compiled.literal = requiredLiteral(entry.phraseRegex);
  if (entry.smarts.rfind(kFeature, 0) == 0) {
    Result<StructuralFeature> feature = parseFeature(entry.smarts.substr(kFeature.size()));
    if (!feature) return Cell{file, line, 9}.fail(feature.error().message);
    compiled.feature = *feature;
    return compiled;
  }
  Result<Patterns> patterns = parsePatterns(entry.smarts, Cell{file, line, 9});
  if (!patterns) return tl::unexpected(patterns.error());
  Result<Patterns> strict = parsePatterns(entry.strictSmarts, Cell{file, line, 10});
  if (!strict) return tl::unexpected(strict.error());
  compiled.patterns = std::move(*patterns);
  compiled.strictPatterns = std::move(*strict);
  return compiled;
}

Result<LexiconEntry> parseRow(const std::string& row, const std::string& file, std::size_t line) {
  const std::vector<std::string> cells = split(row, "\t");
  if (cells.size() != kColumns)
    return Cell{file, line, cells.size()}.fail(
        fmt::format("the row has {} columns, {} are needed.", cells.size(), kColumns));
  constexpr std::array<std::size_t, 5> kNeeded = {0, 1, 2, 7, 8};
  for (std::size_t column : kNeeded)
    if (cells[column].empty()) return Cell{file, line, column + 1}.fail("the cell is empty.");
  Result<double> prior = parseRate(cells[5], Cell{file, line, 6});
  if (!prior) return tl::unexpected(prior.error());
  Result<double> baseRate = parseRate(cells[6], Cell{file, line, 7});
  if (!baseRate) return tl::unexpected(baseRate.error());
  LexiconEntry entry;
  entry.id = cells[0];
  entry.name = cells[1];
  entry.plural = cells[2];
  entry.category = cells[3];
  entry.use = cells[4];
  entry.prior = *prior;
  entry.baseRate = *baseRate;
  entry.phraseRegex = cells[7];
  entry.smarts = cells[8];
  entry.strictSmarts = cells[9];
  return entry;
}

}  // namespace

Lexicon::Lexicon() : m_compiled(std::make_unique<Compiled>()) {}
Lexicon::~Lexicon() = default;

Result<std::shared_ptr<const Lexicon>> Lexicon::load(const std::filesystem::path& path) {
  Result<std::string> text = readFile(path);
  if (!text) return tl::unexpected(text.error().within("loading the phrase lexicon"));
  const std::string file = path.filename().string();
  std::shared_ptr<Lexicon> lexicon(new Lexicon());
  Compiled& compiled = *lexicon->m_compiled;
  std::size_t line = 0;
  bool headerSeen = false;
  for (std::string& row : split(*text, "\n")) {
    ++line;
    if (!row.empty() && row.back() == '\r') row.pop_back();
    if (row.empty() || row.front() == '#') continue;
    if (!headerSeen) {
      if (row != kHeader)
        return Cell{file, line, 1}.fail("the header is not the one README.md gives.");
      headerSeen = true;
      continue;
    }
    Result<LexiconEntry> entry = parseRow(row, file, line);
    if (!entry) return tl::unexpected(entry.error());
    if (compiled.byId.count(entry->id))
      return Cell{file, line, 1}.fail(fmt::format("the id \"{}\" is used twice.", entry->id));
    Result<CompiledEntry> ready = compile(*entry, file, line);
    if (!ready) return tl::unexpected(ready.error());
    compiled.byId.emplace(entry->id, compiled.entries.size());
    compiled.entries.push_back(std::move(*entry));
    compiled.compiled.push_back(std::move(*ready));
  }
  if (compiled.entries.empty())
    return Cell{file, line, 1}.fail("the table has no entries.");
  return std::shared_ptr<const Lexicon>(std::move(lexicon));
}

const std::vector<LexiconEntry>& Lexicon::entries() const { return m_compiled->entries; }

const LexiconEntry* Lexicon::find(std::string_view id) const {
  const auto at = m_compiled->byId.find(std::string(id));
  return at == m_compiled->byId.end() ? nullptr : &m_compiled->entries[at->second];
}

}  // namespace molloquy::align
