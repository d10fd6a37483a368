#include "model/metrics/wordnet.h"

#include <cstdlib>
#include <mutex>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "model/base/atomic_file.h"
#include "model/metrics/wordnet_index.h"

namespace molloquy::metrics {
namespace {

constexpr std::array<std::string_view, 4> kFileEndings{"noun", "verb", "adj", "adv"};
constexpr std::array<PartOfSpeech, 4> kPartsOfSpeech{PartOfSpeech::Noun, PartOfSpeech::Verb,
                                                     PartOfSpeech::Adjective, PartOfSpeech::Adverb};

Error missing(const Error& reason) {
  return Error(ErrorCode::NotFound,
               "The dictionary WordNet cannot be read: " + reason.message +
                   " Install the package wordnet-base, or set WNSEARCHDIR to the folder that has "
                   "its files (index.noun, data.noun, noun.exc, ...).");
}

std::string_view textOf(const checkpoints::MappedFile& file) {
  return {reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()};
}

}  // namespace

std::filesystem::path WordNet::usualFolder() {
  const char* named = std::getenv("WNSEARCHDIR");
  return named != nullptr && *named != '\0' ? named : "/usr/share/wordnet";
}

Result<std::unique_ptr<const WordNet>> WordNet::open(const std::filesystem::path& folder) {
  std::unique_ptr<WordNet> wordNet(new WordNet);
  for (std::size_t i = 0; i < kParts; ++i) {
    Part& part = wordNet->m_parts[i];
    auto index = checkpoints::MappedFile::open(folder / fmt::format("index.{}", kFileEndings[i]));
    if (!index) return tl::unexpected(missing(index.error()));
    auto data = checkpoints::MappedFile::open(folder / fmt::format("data.{}", kFileEndings[i]));
    if (!data) return tl::unexpected(missing(data.error()));
    const auto irregular = readFile(folder / fmt::format("{}.exc", kFileEndings[i]));
    if (!irregular) return tl::unexpected(missing(irregular.error()));
    part.index = std::move(*index);
    part.data = std::move(*data);
    part.irregular = readIrregularForms(*irregular);
  }
  return wordNet;
}

const std::vector<std::string>& WordNet::synonyms(const std::string& word) const {
  {
    const std::shared_lock lock(m_mutex);
    if (const auto known = m_known.find(word); known != m_known.end()) return known->second;
  }
  std::vector<std::string> found = lookUp(word);
  const std::scoped_lock lock(m_mutex);
  // References into the map stay valid when it grows; nothing is ever taken out.
  return m_known.try_emplace(word, std::move(found)).first->second;
}

std::vector<std::string> WordNet::lookUp(const std::string& word) const {
  std::set<std::string> words;
  for (std::size_t i = 0; i < kParts; ++i) {
    const std::string_view index = textOf(*m_parts[i].index);
    const std::string_view data = textOf(*m_parts[i].data);
    const auto isWord = [&](const std::string& form) { return hasWord(index, form); };
    for (const std::string& form :
         dictionaryForms(word, kPartsOfSpeech[i], m_parts[i].irregular, isWord)) {
      for (const std::size_t offset : meaningOffsets(index, form)) {
        for (const std::string_view synonym : wordsOfMeaning(data, offset)) {
          if (synonym.find('_') == synonym.npos) words.emplace(synonym);
        }
      }
    }
  }
  return {words.begin(), words.end()};
}

}  // namespace molloquy::metrics
