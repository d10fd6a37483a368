#include "app/pubchem/distinctions.h"

#include <QHash>
#include <QSet>
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "app/pubchem/molecule_parts.h"
#include "model/chem/stereo_elements.h"
#include "model/chem/structure_reader.h"
#include "model/chem/structure_writer.h"

namespace molloquy::pubchem {
namespace {

/// Candidates beyond it keep no distinction: nobody compares so many by eye.
constexpr std::size_t kMostCompared = 200;
constexpr qsizetype kLongestSmiles = 2000;

/// What is compared of a candidate.
struct Traits {
  qint64 cid = 0;
  std::string smiles;    ///< canonical.
  std::string skeleton;  ///< the same without stereo.
  std::string mirrored;  ///< canonical SMILES of the mirror image.
  QString salt;          ///< "hydrochloride", "2 parts"; empty for one part.
  QString isotopes;      ///< "with deuterium".
  int charge = 0;
  bool hasRing = false;
  chem::StereoElements stereo;
};

Result<std::shared_ptr<const chem::Molecule>> moleculeOf(const std::string& smiles) {
  auto record = chem::parseSmiles(smiles);
  if (!record) return tl::unexpected(record.error());
  return record->molecule;
}

std::string canonical(const std::string& smiles) {
  const auto molecule = moleculeOf(smiles);
  if (!molecule) return {};
  return chem::canonicalSmiles(**molecule).value_or(std::string());
}

/// A canonical SMILES without its marks of configuration, and one with every centre turned over.
std::string withoutStereo(const std::string& smiles) {
  std::string plain;
  std::copy_if(smiles.begin(), smiles.end(), std::back_inserter(plain),
               [](char c) { return c != '@' && c != '/' && c != '\\'; });
  return canonical(plain);
}

std::string mirrorImage(const std::string& smiles) {
  std::string turned;
  for (std::size_t i = 0; i < smiles.size(); ++i) {
    if (smiles[i] != '@') {
      turned += smiles[i];
    } else if (i + 1 < smiles.size() && smiles[i + 1] == '@') {
      turned += '@';
      ++i;
    } else {
      turned += "@@";
    }
  }
  return turned == smiles ? smiles : canonical(turned);
}

std::optional<Traits> traitsOf(const CompoundSummary& candidate) {
  if (candidate.smiles.isEmpty() || candidate.smiles.size() > kLongestSmiles) return std::nullopt;
  const auto molecule = moleculeOf(candidate.smiles.toStdString());
  if (!molecule) return std::nullopt;
  auto stereo = chem::stereoElements(**molecule);
  const auto smiles = chem::canonicalSmiles(**molecule);
  if (!stereo || !smiles) return std::nullopt;
  Traits traits;
  traits.cid = candidate.cid;
  traits.smiles = *smiles;
  traits.skeleton = withoutStereo(*smiles);
  traits.mirrored = mirrorImage(*smiles);
  traits.salt = saltWords(**molecule);
  traits.isotopes = isotopeWords(**molecule);
  traits.charge = (*molecule)->totalCharge();
  traits.hasRing = hasRing(**molecule);
  traits.stereo = *std::move(stereo);
  return traits;
}

/// The sugar's end that opens and closes, when there is just one.
const chem::AnomericCentre* reducingEnd(const Traits& traits) {
  const chem::AnomericCentre* end = nullptr;
  for (const chem::AnomericCentre& centre : traits.stereo.anomericCentres) {
    if (!centre.free) continue;
    if (end) return nullptr;
    end = &centre;
  }
  return end;
}

QString anomerWords(chem::Anomer anomer) {
  switch (anomer) {
    case chem::Anomer::Alpha:
      return QStringLiteral("alpha anomer");
    case chem::Anomer::Beta:
      return QStringLiteral("beta anomer");
    case chem::Anomer::NotSet:
      return QStringLiteral("anomeric centre not set");
    case chem::Anomer::Unnamed:
      break;
  }
  return {};
}

/// "2 of 5 stereocentres not set"; the anomeric centre has words of its own.
QString openWords(const Traits& traits) {
  const chem::AnomericCentre* end = reducingEnd(traits);
  std::size_t open = 0;
  std::size_t all = 0;
  for (const chem::StereoCentre& centre : traits.stereo.centres) {
    if (end && centre.atom == end->atom) continue;
    ++all;
    open += centre.set ? 0 : 1;
  }
  const auto openBonds =
      std::count_if(traits.stereo.doubleBonds.begin(), traits.stereo.doubleBonds.end(),
                    [](const chem::StereoDoubleBond& bond) { return bond.label.empty(); });
  if (open == 1 && all == 1) return QStringLiteral("stereocentre not set");
  if (open > 0 && open == all) return QStringLiteral("stereocentres not set");
  if (open > 0) return QStringLiteral("%1 of %2 stereocentres not set").arg(open).arg(all);
  if (openBonds > 0) return QStringLiteral("double bond geometry not set");
  return {};
}

/// "R", "E" where one label says it all.
QString labelWords(const Traits& traits) {
  const auto& centres = traits.stereo.centres;
  const auto& bonds = traits.stereo.doubleBonds;
  if (centres.size() == 1 && bonds.empty() && !centres.front().label.empty()) {
    return QStringLiteral("%1 configuration").arg(QString::fromStdString(centres.front().label));
  }
  if (bonds.size() == 1 && centres.empty() && !bonds.front().label.empty()) {
    return QStringLiteral("double bond %1").arg(QString::fromStdString(bonds.front().label));
  }
  return {};
}

using Group = std::vector<const Traits*>;

/// How a fully set structure differs from the others of the same connectivity.
QString configurationWords(const Traits& traits, const Group& alike) {
  if (alike.size() < 2) return {};
  if (const QString label = labelWords(traits); !label.isEmpty()) return label;
  for (const Traits* other : alike) {
    if (other == &traits) break;
    if (other->smiles == traits.mirrored && traits.mirrored != traits.smiles) {
      return QStringLiteral("mirror image of CID %1").arg(other->cid);
    }
  }
  const Traits& first = *alike.front();
  if (&first == &traits || first.smiles == traits.smiles) return {};
  return openWords(first).isEmpty()
             ? QStringLiteral("other configuration than CID %1").arg(first.cid)
             : QStringLiteral("all stereocentres set");
}

QString chargeWords(int charge) {
  if (charge == 0) return QStringLiteral("uncharged");
  return charge > 0 ? QStringLiteral("charge +%1").arg(charge)
                    : QStringLiteral("charge −%1").arg(-charge);
}

/// What varies among all candidates.
struct Variety {
  std::set<int> charges;
  bool sugarRings = false;  ///< some have a reducing end.
  bool severalSugars = false;
};

QStringList phrasesOf(const Traits& traits, const Variety& variety, const Group& alike) {
  QStringList phrases;
  if (!traits.salt.isEmpty()) phrases.append(traits.salt);
  if (!traits.isotopes.isEmpty()) phrases.append(traits.isotopes);
  if (variety.charges.size() > 1 && (traits.charge != 0 || !variety.charges.contains(0))) {
    phrases.append(chargeWords(traits.charge));
  }
  const chem::AnomericCentre* end = reducingEnd(traits);
  if (end && (variety.severalSugars || end->anomer == chem::Anomer::NotSet)) {
    phrases.append(anomerWords(end->anomer));
  }
  if (!end && variety.sugarRings && !traits.hasRing) phrases.append(QStringLiteral("open chain"));
  const QString open = openWords(traits);
  if (!open.isEmpty()) {
    phrases.append(open);
  } else if (!end || (end->anomer != chem::Anomer::NotSet && phrases.isEmpty())) {
    phrases.append(configurationWords(traits, alike));
  }
  phrases.removeAll(QString());
  return phrases;
}

}  // namespace

void distinguish(std::vector<CompoundSummary>& candidates) {
  const std::size_t count = std::min(candidates.size(), kMostCompared);
  std::vector<std::optional<Traits>> all(count);
  Variety variety;
  std::map<std::string, Group> bySkeleton;
  int sugars = 0;
  for (std::size_t i = 0; i < count; ++i) {
    all[i] = traitsOf(candidates[i]);
    if (!all[i]) continue;
    variety.charges.insert(all[i]->charge);
    sugars += reducingEnd(*all[i]) ? 1 : 0;
    bySkeleton[all[i]->skeleton].push_back(&*all[i]);
  }
  variety.sugarRings = sugars > 0;
  variety.severalSugars = sugars > 1;
  constexpr qsizetype kMostPhrases = 2;
  for (std::size_t i = 0; i < count; ++i) {
    if (!all[i]) continue;
    const QStringList phrases = phrasesOf(*all[i], variety, bySkeleton[all[i]->skeleton]);
    candidates[i].distinction = phrases.mid(0, kMostPhrases).join(QStringLiteral(", "));
  }
}

}  // namespace molloquy::pubchem
