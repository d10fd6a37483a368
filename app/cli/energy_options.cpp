#include "app/cli/energy_options.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "model/chem/structure_writer.h"

namespace molloquy::cli {
namespace {

using energy::EnergyMethod;

constexpr std::array<std::pair<const char*, EnergyMethod>, 4> kMethods = {
    {{"mmff94s", EnergyMethod::Mmff94s},
     {"mmff94", EnergyMethod::Mmff94},
     {"uff", EnergyMethod::Uff},
     {"gfn2", EnergyMethod::Gfn2}}};

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

template <class T>
std::optional<T> numberOf(std::string_view text) {
  T value{};
  const char* end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, value);
  if (problem != std::errc() || stopped != end || text.empty()) return std::nullopt;
  return value;
}

tl::unexpected<Error> noAtom(std::string_view text, const std::string& whole,
                             const chem::Molecule& molecule) {
  return fail(ErrorCode::InvalidInput,
              fmt::format("\"{}\" in \"{}\" is no atom: they are numbered 1 to {}.", text, whole,
                          molecule.atoms().size()));
}

Result<AtomIndex> atomFrom(std::string_view text, const std::string& whole,
                           const chem::Molecule& molecule) {
  const auto number = numberOf<std::uint32_t>(text);
  if (!number || *number < 1 || *number > molecule.atoms().size()) {
    return noAtom(text, whole, molecule);
  }
  return AtomIndex(*number - 1);
}

Result<std::vector<AtomIndex>> chainFrom(std::string_view text, const std::string& whole,
                                         const chem::Molecule& molecule) {
  std::vector<AtomIndex> atoms;
  for (const std::string_view part : split(text, '-')) {
    const auto atom = atomFrom(part, whole, molecule);
    if (!atom) return tl::unexpected(atom.error());
    atoms.push_back(*atom);
  }
  return atoms;
}

}  // namespace

void addMethod(CLI::App& command, EnergyMethod& method) {
  std::vector<std::string> words;
  for (const auto& [word, meaning] : kMethods) words.emplace_back(word);
  const auto take = [&method](const std::string& word) {
    for (const auto& [name, meaning] : kMethods) {
      if (word == name) method = meaning;
    }
  };
  command
      .add_option_function<std::string>("--method", take,
                                        "mmff94s (default), mmff94, uff, or gfn2 for GFN2-xTB")
      ->check(CLI::IsMember(words));
}

Result<std::vector<AtomIndex>> atomsFrom(const std::string& text, const chem::Molecule& molecule) {
  std::vector<AtomIndex> atoms;
  for (const std::string_view part : split(text, ',')) {
    const auto ends = split(part, '-');
    const auto first = atomFrom(ends.front(), text, molecule);
    const auto last = atomFrom(ends.back(), text, molecule);
    if (!first) return tl::unexpected(first.error());
    if (!last) return tl::unexpected(last.error());
    if (ends.size() > 2 || last->value < first->value) return noAtom(part, text, molecule);
    for (std::uint32_t i = first->value; i <= last->value; ++i) atoms.emplace_back(i);
  }
  return atoms;
}

Result<energy::Constraint> constraintFrom(const std::string& text, const chem::Molecule& molecule) {
  const auto sides = split(text, '=');
  const auto value = sides.size() == 2 ? numberOf<double>(sides[1]) : std::nullopt;
  if (!value) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("\"{}\" holds no value; write 1-2=1.5 (ångström), 2-1-3=109.5 or "
                            "1-2-3-4=60 (degrees).",
                            text));
  }
  auto atoms = chainFrom(sides[0], text, molecule);
  if (!atoms) return tl::unexpected(atoms.error());
  return energy::Constraint{*std::move(atoms), *value};
}

Result<std::array<AtomIndex, 4>> torsionFrom(const std::string& text,
                                             const chem::Molecule& molecule) {
  const auto atoms = chainFrom(text, text, molecule);
  if (!atoms) return tl::unexpected(atoms.error());
  if (atoms->size() != 4) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("\"{}\" is no torsion; name four atoms: 1-2-3-4.", text));
  }
  return std::array<AtomIndex, 4>{(*atoms)[0], (*atoms)[1], (*atoms)[2], (*atoms)[3]};
}

Result<void> writeShapes(const std::string& path, const LoadedMolecule& molecule,
                         const std::vector<chem::Conformer>& shapes) {
  if (path.empty()) return {};
  chem::WrittenRecord record;
  record.molecule = molecule.record.molecule;
  record.conformers = shapes;
  const auto written = chem::writeStructureFile(path, {record});
  if (!written) return written;
  if (const auto format = chem::formatOfPath(path)) {
    for (const std::string& loss : chem::lossesOf({record}, *format)) note(loss);
  }
  return {};
}

chem::Conformer computedShape(const chem::Positions& positions, double energyKcalPerMol,
                              EnergyMethod method) {
  chem::Conformer shape;
  shape.positions = positions;
  shape.source = chem::GeometrySource::Computed;
  shape.energyKcalPerMol = energyKcalPerMol;
  shape.note = "Minimised with " + energy::methodName(method) + ".";
  return shape;
}

}  // namespace molloquy::cli
