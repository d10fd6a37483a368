#include "model/chem/rdkit_errors.h"

#include <exception>
#include <new>
#include <string_view>

#include <GraphMol/FileParsers/FileParsers.h>
#include <GraphMol/SanitException.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <RDGeneral/BadFileException.h>
#include <RDGeneral/FileParseException.h>
#include <RDGeneral/Invariant.h>
#include <fmt/format.h>

namespace molloquy::chem {
namespace {

std::string withStop(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
  const bool ends = !text.empty() && (text.back() == '.' || text.back() == '!');
  return fmt::format("{}{}", text, ends ? "" : ".");
}

Error invalid(std::string sentence) { return Error(ErrorCode::InvalidInput, std::move(sentence)); }

Error unkekulizable(const AtomPlaces& places, const std::vector<unsigned>& atoms) {
  const std::string first = atoms.empty() ? std::string("one of its atoms") : places.name(atoms[0]);
  return invalid(fmt::format(
      "{} has an aromatic ring that cannot be written with alternating double bonds, from {}. If a "
      "nitrogen in it carries a hydrogen, write it as [nH]; otherwise write the double bonds.",
      places.subject, first));
}

}  // namespace

Error currentRdkitError(const AtomPlaces& places) {
  try {
    throw;
  } catch (const RDKit::AtomValenceException& problem) {
    return invalid(
        fmt::format("{} gives {} more bonds than its element can have. Remove a bond, or "
                    "write the charge that the atom carries.",
                    places.subject, places.name(problem.getAtomIdx())));
  } catch (const RDKit::AtomKekulizeException& problem) {
    return invalid(
        fmt::format("{} marks {} as aromatic outside a ring. Write the atom in upper case "
                    "or as part of a ring.",
                    places.subject, places.name(problem.getAtomIdx())));
  } catch (const RDKit::KekulizeException& problem) {
    return unkekulizable(places, problem.getAtomIndices());
  } catch (const RDKit::MolSanitizeException& problem) {
    return invalid(
        fmt::format("{} is no possible structure: {}", places.subject, withStop(problem.what())));
  } catch (const RDKit::FileParseException& problem) {
    return invalid(fmt::format("{} cannot be read: {}", places.subject, withStop(problem.what())));
  } catch (const RDKit::MolFileUnhandledFeatureException& problem) {
    return Error(ErrorCode::Unsupported, fmt::format("{} uses a feature that is not supported: {}",
                                                     places.subject, withStop(problem.what())));
  } catch (const Invar::Invariant& problem) {
    return Error(ErrorCode::InvalidInput,
                 fmt::format("{} is inconsistent: {}", places.subject, withStop(problem.what())));
  } catch (const std::bad_alloc&) {
    return Error(ErrorCode::OutOfMemory,
                 fmt::format("{} needs more memory than there is.", places.subject));
  } catch (const std::exception& problem) {
    return Error(ErrorCode::InvalidInput,
                 fmt::format("{} cannot be read: {}", places.subject, withStop(problem.what())));
  } catch (...) {
    return Error(
        ErrorCode::Internal,
        fmt::format("{} made the chemistry library fail without a reason.", places.subject));
  }
}

}  // namespace molloquy::chem
