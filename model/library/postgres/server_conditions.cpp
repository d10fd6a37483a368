#include "model/library/postgres/server_conditions.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/chem/structure_reader.h"
#include "model/library/name_forms.h"
#include "model/library/postgres/batch_writer.h"

namespace molloquy::library {
namespace {

/// Longer names are no SMILES that a person types to find one molecule.
constexpr std::size_t kSmilesLetters = 1'000;
/// What the indexes keep of long texts.
constexpr std::size_t kIndexedLetters = 200;
/// No text goes behind it: the last character of Unicode.
constexpr const char* kLast = "\xF4\x8F\xBF\xBF";

constexpr const char* kComputed[] = {"average_mass", "heavy_atoms",     "logp",  "tpsa",  "donors",
                                     "acceptors",    "rotatable_bonds", "rings", "charge"};

/// A phrase for to_tsquery, of words that are letters and digits only.
std::string phraseText(const std::vector<std::string>& words, bool isBeginning) {
  std::string text;
  for (const std::string& word : words) {
    text += fmt::format("{}'{}'", text.empty() ? "" : " <-> ", word);
  }
  return text + (isBeginning ? ":*" : "");
}

std::string bitsText(std::span<const std::uint8_t> bits) {
  return hexOf({reinterpret_cast<const char*>(bits.data()), bits.size()});
}

/// The first letters of UTF-8.
std::string firstLetters(const std::string& text, std::size_t letters) {
  std::size_t seen = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
    if (begins && seen++ == letters) return text.substr(0, at);
  }
  return text;
}

}  // namespace

Result<ServerConditions> ServerConditions::of(
    const SearchQuery& query, const std::optional<SubstructureQuery>& substructure) {
  ServerConditions made;
  if (!query.name.empty()) made.addName(query.name);
  if (!query.words.empty()) {
    if (auto done = made.addWords(query.words); !done) return tl::unexpected(done.error());
  }
  for (const PropertyRange& range : query.ranges) made.addRange(range);
  for (const std::string& tag : query.tags) made.addTag(tag);
  if (substructure) made.addSubstructure(*substructure);
  return made;
}

std::string ServerConditions::ctes() const {
  return m_ctes.empty() ? std::string() : fmt::format("WITH {} ", fmt::join(m_ctes, ", "));
}

std::string ServerConditions::from() const {
  std::string from = "molloquy.molecules m JOIN molloquy.structures s ON s.id = m.id";
  if (m_named) from += " JOIN named n ON n.id = m.id";
  if (m_worded) from += " JOIN worded w ON w.molecule = m.id";
  return from;
}

std::string ServerConditions::where() const {
  return m_where.empty() ? "true" : fmt::format("{}", fmt::join(m_where, " AND "));
}

std::string ServerConditions::ids() const {
  return fmt::format("SELECT m.id FROM {} WHERE {}", from(), where());
}

/// The whole name, formula, InChIKey or structure first, then names that begin so, then those with
/// a word that begins so.
void ServerConditions::addName(const std::string& name) {
  const std::string normal = asUtf8(normalName(name));
  std::vector<std::string> finds;
  const auto add = [&](int tier, const std::string& select) {
    finds.push_back(fmt::format(fmt::runtime(select), fmt::arg("tier", tier)));
  };
  if (!normal.empty()) {
    const std::string whole = values.add(std::string_view(normal)) + "::text";
    add(0,
        "SELECT molecule AS id, {tier} AS tier, '' AS normal, 0 AS kind FROM molloquy.names "
        "WHERE left(normal, 200) = left(" +
            whole + ", 200) AND normal = " + whole);
  }
  const std::string typed = values.add(std::string_view(name)) + "::text";
  add(1,
      "SELECT id, {tier} AS tier, '' AS normal, 0 AS kind FROM molloquy.molecules WHERE "
      "left(formula, 200) = left(" +
          typed + ", 200) AND formula = " + typed);
  if (name.size() <= kSmilesLetters && name.find(' ') == std::string::npos) {
    const auto parsed = chem::parseSmiles(name);
    const auto keys = parsed ? computeKeys(*parsed->molecule)
                             : Result<MoleculeKeys>(tl::unexpected(parsed.error()));
    if (keys) {
      add(2, "SELECT id, {tier}, '', 0 FROM molloquy.molecules WHERE md5(identity) = md5(" +
                 values.add(std::string_view(keys->inchiKey)) + ")");
    }
  }
  const auto range = [&](const char* column, const std::string& begin) {
    const std::string from = values.add(std::string_view(begin));
    return fmt::format("{0} >= {1} AND {0} < {2}", column, from, values.add(begin + kLast));
  };
  if (beginsLikeInchiKey(name)) {
    add(3, "SELECT id, {tier}, identity, 0 FROM molloquy.molecules WHERE " +
               range("left(identity, 27)", name));
  }
  if (beginsLikeFormula(name)) {
    add(4, "SELECT id, {tier}, formula, 0 FROM molloquy.molecules WHERE " +
               range("left(formula, 200)", firstLetters(name, kIndexedLetters)));
  }
  if (!normal.empty()) {
    add(5, "SELECT molecule, {tier}, normal, kind FROM molloquy.names WHERE " +
               range("left(normal, 200)", firstLetters(normal, kIndexedLetters)));
  }
  std::string words;
  const std::vector<std::string> all = wordsOf(normal);
  for (std::size_t word = 0; word < all.size(); ++word) {
    words += fmt::format("{}'{}'{}", words.empty() ? "" : " & ", all[word],
                         word + 1 == all.size() ? ":*" : "");
  }
  if (!words.empty()) {
    add(6,
        "SELECT molecule, {tier}, '', 0 FROM molloquy.names WHERE words @@ to_tsquery('simple', " +
            values.add(std::string_view(words)) + ")");
  }
  m_ctes.push_back(fmt::format(
      "named AS MATERIALIZED (SELECT DISTINCT ON (id) id, tier, normal, kind FROM ({}) f "
      "ORDER BY id, tier, normal COLLATE \"C\", kind)",
      fmt::join(finds, " UNION ALL ")));
  m_named = true;
}

Result<void> ServerConditions::addWords(const std::string& words) {
  const auto phrases = phrasesOf(words);
  if (!phrases) return tl::unexpected(phrases.error());
  std::string text;
  for (const Phrase& phrase : *phrases) {
    std::vector<std::string> folded;
    for (const std::string& word : phrase.words) {
      for (std::string& part : wordsOf(normalName(word))) folded.push_back(asUtf8(part));
    }
    if (folded.empty()) continue;
    text +=
        fmt::format("{}({})", text.empty() ? "" : " & ", phraseText(folded, phrase.isBeginning));
  }
  m_ctes.push_back(fmt::format(
      "worded AS MATERIALIZED (SELECT DISTINCT ON (molecule) molecule, id AS text, is_note, rank "
      "FROM (SELECT t.molecule, t.id, t.is_note, greatest(ts_rank(t.words, q), 1e-9)::float8 AS "
      "rank FROM to_tsquery('simple', {}) q, molloquy.texts t WHERE t.words @@ q) r "
      "ORDER BY molecule, rank DESC, id)",
      values.add(std::string_view(text))));
  m_worded = true;
  return {};
}

void ServerConditions::addRange(const PropertyRange& range) {
  const std::string from = values.add(range.atLeast) + "::float8";
  const std::string to = values.add(range.atMost) + "::float8";
  if (range.computed) {
    const char* const column = kComputed[static_cast<std::size_t>(*range.computed)];
    require(fmt::format("m.{0} >= {1} AND m.{0} <= {2}", column, from, to));
    return;
  }
  require(
      fmt::format("m.id IN (SELECT p.molecule FROM molloquy.properties p JOIN "
                  "molloquy.property_names y ON y.id = p.name WHERE md5(y.name) = md5({}) "
                  "AND p.number >= {} AND p.number <= {})",
                  values.add(std::string_view(range.property)), from, to));
}

void ServerConditions::addTag(const std::string& tag) {
  require(
      fmt::format("m.id IN (SELECT x.molecule FROM molloquy.molecule_tags x JOIN molloquy.tags "
                  "t ON t.id = x.tag WHERE md5(t.name) = md5({}))",
                  values.add(std::string_view(tag))));
}

void ServerConditions::addSubstructure(const SubstructureQuery& substructure) {
  const std::string bits =
      values.add(std::string_view(fmt::format("x{}", bitsText(substructure.screen())))) +
      "::text::bit(2048)";
  const std::string screened = fmt::format("(s.screen & {0}) = {0}", bits);
  const auto smarts = substructure.smarts();
  if (!smarts) return require(screened);
  // A GiST index on mol lets most molecules through to an exact comparison each; the screen does not,
  // and CASE keeps the order of the two.
  require(
      fmt::format("CASE WHEN {} THEN s.mol IS NULL OR s.mol @> "
                  "qmol_from_smarts({}::text::cstring) ELSE false END",
                  screened, values.add(std::string_view(*smarts))));
}

ComparedBits comparedBits(const MoleculeKeys& keys, Likeness by, SqlValues& values) {
  const auto bits = [&values](std::span<const std::uint8_t> of) {
    return fmt::format("bfp_from_binary_text({})", values.addBytes(std::as_bytes(of)));
  };
  if (by == Likeness::Path) return {"path", bits(keys.path)};
  if (by == Likeness::Maccs) return {"maccs", bits(keys.maccs)};
  return {"morgan", bits(keys.morgan)};
}

}  // namespace molloquy::library
