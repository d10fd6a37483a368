#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "model/chem/formats/raw_structure.h"
#include "model/chem/formats/readers.h"

namespace molloquy::chem {
namespace {

constexpr double kKcalPerHartree = 627.509474;

Error badLine(const TextLines& text, std::size_t index) {
  return Error(
      ErrorCode::InvalidInput,
      fmt::format("Line {} should be an element and three coordinates but is \"{}\". Write "
                  "for example: C 0.0 1.4 0.0",
                  text.number(index), shown(text.lines[index])));
}

/// One frame as written.
struct Frame {
  std::vector<Atom> atoms;
  RawStructure::Frame at;
  std::string comment;
};

/// The energy in a comment line: "energy_kcal_per_mol=-1.5", xTB's "energy: -5.07 gnorm: ...", or a
/// lone number (CREST), the last two in hartree.
std::optional<double> energyFrom(std::string_view comment) {
  constexpr std::string_view kOwn = "energy_kcal_per_mol=";
  const std::vector<std::string_view> words = wordsOf(comment);
  if (words.size() == 1) {
    const auto lone = numberFrom(words[0]);
    if (lone) return *lone * kKcalPerHartree;
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].starts_with(kOwn)) return numberFrom(words[i].substr(kOwn.size()));
    if (words[i] == "energy:" && i + 1 < words.size()) {
      const auto hartree = numberFrom(words[i + 1]);
      if (hartree) return *hartree * kKcalPerHartree;
    }
  }
  return std::nullopt;
}

/// The comment as a title: without our own energy; empty when it is nothing but an energy.
std::string titleFrom(std::string_view comment) {
  std::string_view title = trimmed(comment);
  title = trimmed(title.substr(0, title.find("energy_kcal_per_mol=")));
  if (title.starts_with("energy:") || numberFrom(title)) return {};
  return std::string(title);
}

Result<Frame> frameAt(const TextLines& text, std::size_t begin, std::size_t count) {
  Frame frame;
  frame.comment = std::string(trimmed(text.lines[begin - 1]));
  frame.at.energyKcalPerMol = energyFrom(frame.comment);
  frame.atoms.reserve(count);
  frame.at.positions.reserve(count);
  for (std::size_t i = begin; i < begin + count; ++i) {
    std::string_view rest = text.lines[i];
    const auto element = elementFrom(takeWord(rest));
    Point3 at{};
    bool complete = element.has_value();
    for (double& coordinate : at) {
      const auto value = coordinateFrom(takeWord(rest));
      complete = complete && value;
      coordinate = value.value_or(0);
    }
    if (!complete) return tl::unexpected(badLine(text, i));
    frame.atoms.push_back({.atomicNumber = *element});
    frame.at.positions.push_back(at);
  }
  return frame;
}

/// How many atoms a frame's first line promises.
Result<std::size_t> promisedAtoms(const TextLines& text, std::size_t at) {
  const auto count = integerFrom(trimmed(text.lines[at]));
  if (!count || *count < 0) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("Line {} should be the number of atoms but is \"{}\". An XYZ file starts "
                    "with that number and a comment line.",
                    text.number(at), shown(text.lines[at])));
  }
  const auto atoms = static_cast<std::size_t>(*count);
  if (auto refused = refuseAtomCount(atoms)) return tl::unexpected(*std::move(refused));
  if (text.lines.size() - at < 2 || atoms > text.lines.size() - at - 2) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("Line {} promises {} atoms, but the file ends at line {}. It is probably "
                    "cut off; get it again.",
                    text.number(at), atoms, text.number(text.lines.size()) - 1));
  }
  return atoms;
}

bool sameElements(const std::vector<Atom>& a, const std::vector<Atom>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Atom& x, const Atom& y) { return x.atomicNumber == y.atomicNumber; });
}

/// Frames of one molecule, collected until another one or the end comes.
class Trajectory {
 public:
  explicit Trajectory(RecordSink& sink) : m_sink(sink) {}

  void add(Frame frame, std::string place) {
    if (!m_raw.frames.empty() && !sameElements(m_raw.atoms, frame.atoms)) flush();
    if (m_raw.frames.empty()) {
      m_raw.atoms = std::move(frame.atoms);
      m_raw.name = titleFrom(frame.comment);
      m_raw.bondSource = RawStructure::Bonds::FromDistances;
      m_place = std::move(place);
    }
    m_raw.frames.push_back(std::move(frame.at));
  }

  void flush() {
    if (m_raw.frames.empty()) return;
    RawStructure raw = std::exchange(m_raw, {});
    if (raw.frames.size() > 1) {
      raw.note = fmt::format("{} frames; the bonds are those of the first.", raw.frames.size());
    }
    std::vector<int> elements;
    for (const Atom& atom : raw.atoms) elements.push_back(atom.atomicNumber);
    const auto name = [&elements](unsigned index) {
      return fmt::format("{}{}", elementSymbol(elements[index]), index + 1);
    };
    auto record =
        recordFrom(std::move(raw), {.name = name, .subject = "The frame"}, m_sink.stopToken());
    record ? m_sink.add(*std::move(record)) : m_sink.reject(record.error().within(m_place));
  }

 private:
  RecordSink& m_sink;
  RawStructure m_raw;
  std::string m_place;
};

}  // namespace

void readXyz(std::string_view content, RecordSink& sink) {
  const TextLines text = splitLines(content);
  Trajectory trajectory(sink);
  std::size_t frames = 0;
  std::size_t at = 0;
  while (at < text.lines.size() && !sink.stopped()) {
    if (trimmed(text.lines[at]).empty()) {
      ++at;
      continue;
    }
    const std::string place = fmt::format("frame {}, from line {}", ++frames, text.number(at));
    const Result<std::size_t> atoms = promisedAtoms(text, at);
    Result<Frame> frame =
        atoms ? frameAt(text, at + 2, *atoms) : Result<Frame>(tl::unexpected(atoms.error()));
    if (frame) {
      trajectory.add(*std::move(frame), place);
    } else {
      trajectory.flush();
      sink.reject(frame.error().within(place));
    }
    if (!atoms) return;  // where the next frame starts is unknown
    at += 2 + *atoms;
    sink.advance(static_cast<double>(at) / static_cast<double>(text.lines.size()));
  }
  if (!sink.stopped()) trajectory.flush();
}

}  // namespace molloquy::chem
