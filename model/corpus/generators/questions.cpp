#include "model/corpus/generators/questions.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

namespace molloquy::corpus {
namespace {

struct Form {
  std::string_view task;
  int decimals;
  std::string_view unit;  ///< with the blank before it.
};

const Form& formOf(Property property) {
  static constexpr std::array<Form, 9> kForms = {{{"Molecular Weight", 2, " g/mol"},
                                                  {"LogP", 2, ""},
                                                  {"Topological Polar Surface Area", 2, " Å²"},
                                                  {"Complexity", 2, ""},
                                                  {"GFN2-xTB HOMO", 3, " eV"},
                                                  {"GFN2-xTB LUMO", 3, " eV"},
                                                  {"GFN2-xTB HOMO-LUMO Gap", 3, " eV"},
                                                  {"GFN2-xTB Total Energy", 3, " eV"},
                                                  {"GFN2-xTB Dipole Moment", 3, " D"}}};
  return kForms[static_cast<std::size_t>(property)];
}

/// {} is the property's name.
constexpr std::array<std::string_view, kQuestionWordings> kWordings = {
    "What is the {} of this molecule? ",
    "Could you give me the {} value of this molecule? ",
    "I would like to know the {} of this molecule, can you provide it? ",
    "Please provide the {} value for this molecule. ",
    "I am interested in the {} of this molecule, could you tell me what it is? ",
    "I would like to know the {} of this molecule, could you please provide it? ",
    "I need to know the {} of this molecule, could you please provide it? ",
    "Please provide me with the {} value of this molecule. Determine the {} value of this "
    "molecule. ",
};
constexpr std::string_view kRequest =
    "If uncertain, provide an estimate. Respond with the numerical value only.";

std::string withName(std::string_view wording, std::string_view name) {
  std::string text;
  for (std::size_t at = 0;;) {
    const std::size_t place = wording.find("{}", at);
    text += wording.substr(at, place - at);
    if (place == std::string_view::npos) return text;
    text += name;
    at = place + 2;
  }
}

}  // namespace

std::string_view taskOf(Property property) { return formOf(property).task; }

std::optional<Property> graphPropertyNamed(std::string_view name) {
  if (name == "mw") return Property::MolecularWeight;
  if (name == "logp") return Property::LogP;
  if (name == "tpsa") return Property::PolarSurface;
  if (name == "complexity") return Property::Complexity;
  return std::nullopt;
}

std::string questionText(std::string_view task, std::size_t wording) {
  return withName(kWordings[wording], task) + std::string(kRequest);
}

std::string answerText(Property property, double value) {
  const Form& form = formOf(property);
  const double scale = std::pow(10.0, form.decimals);
  const double shown = std::abs(value) * scale < 0.5 ? 0.0 : value;
  return fmt::format("The {} for the input molecule is {:.{}f}{}.", form.task, shown, form.decimals,
                     form.unit);
}

QuestionAnswer ask(Property property, double value, std::uint64_t seed, std::string_view structure,
                   std::string_view chargeNote) {
  const std::string_view task = taskOf(property);
  const std::string name = std::string(task) + std::string(chargeNote);
  const std::size_t wording = drawn(seed, structure, task) % kQuestionWordings;
  return {std::string(task), questionText(name, wording), answerText(property, value)};
}

std::uint64_t drawn(std::uint64_t seed, std::string_view structure, std::string_view purpose) {
  // FNV-1a over the texts, then the finisher of splitmix64.
  std::uint64_t state = 0xcbf29ce484222325U ^ seed;
  for (const std::string_view text : {structure, std::string_view("\0", 1), purpose}) {
    for (const char letter : text) {
      state = (state ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
    }
  }
  state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9U;
  state = (state ^ (state >> 27)) * 0x94d049bb133111ebU;
  return state ^ (state >> 31);
}

}  // namespace molloquy::corpus
