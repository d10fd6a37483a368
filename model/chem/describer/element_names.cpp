#include "model/chem/describer/element_names.h"

#include <array>
#include <string_view>

namespace molloquy::describer {
namespace {

constexpr std::array<std::string_view, 119> kNames = {
    "dummy", "hydrogen", "helium", "lithium", "beryllium", "boron", "carbon", "nitrogen", "oxygen",
    "fluorine", "neon", "sodium", "magnesium", "aluminium", "silicon", "phosphorus", "sulfur",
    "chlorine", "argon", "potassium", "calcium", "scandium", "titanium", "vanadium", "chromium",
    "manganese", "iron", "cobalt", "nickel", "copper", "zinc", "gallium", "germanium", "arsenic",
    "selenium", "bromine", "krypton", "rubidium", "strontium", "yttrium", "zirconium", "niobium",
    "molybdenum", "technetium", "ruthenium", "rhodium", "palladium", "silver", "cadmium", "indium",
    "tin", "antimony", "tellurium", "iodine", "xenon", "caesium", "barium", "lanthanum", "cerium",
    "praseodymium", "neodymium", "promethium", "samarium", "europium", "gadolinium", "terbium",
    "dysprosium", "holmium", "erbium", "thulium", "ytterbium", "lutetium", "hafnium", "tantalum",
    "tungsten", "rhenium", "osmium", "iridium", "platinum", "gold", "mercury", "thallium", "lead",
    "bismuth", "polonium", "astatine", "radon", "francium", "radium", "actinium", "thorium",
    "protactinium", "uranium", "neptunium", "plutonium", "americium", "curium", "berkelium",
    "californium", "einsteinium", "fermium", "mendelevium", "nobelium", "lawrencium",
    "rutherfordium", "dubnium", "seaborgium", "bohrium", "hassium", "meitnerium", "darmstadtium",
    "roentgenium", "copernicium", "nihonium", "flerovium", "moscovium", "livermorium",
    "tennessine", "oganesson"};

}  // namespace

std::string elementName(int atomicNumber) {
  const bool known = atomicNumber > 0 && atomicNumber < static_cast<int>(kNames.size());
  return std::string(kNames[known ? static_cast<std::size_t>(atomicNumber) : 0]);
}

std::string anionName(int atomicNumber) {
  switch (atomicNumber) {
    case 1: return "hydride";
    case 8: return "oxide";
    case 9: return "fluoride";
    case 16: return "sulfide";
    case 17: return "chloride";
    case 34: return "selenide";
    case 35: return "bromide";
    case 53: return "iodide";
    default: return {};
  }
}

}  // namespace molloquy::describer
