#include "app/bindings/pubchem_views.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <array>
#include <utility>

namespace molloquy::app {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("molloquy::app", text); }

constexpr int kFirstFailure = 400;  ///< of HTTP.

using Shown = widgets::SearchKind;
using Asked = pubchem::LookupKind;
constexpr std::array kKinds{std::pair{Shown::Name, Asked::Name},
                            std::pair{Shown::Cid, Asked::Cid},
                            std::pair{Shown::Smiles, Asked::Smiles},
                            std::pair{Shown::Inchi, Asked::Inchi},
                            std::pair{Shown::InchiKey, Asked::InchiKey},
                            std::pair{Shown::Formula, Asked::Formula},
                            std::pair{Shown::Similar, Asked::Similar},
                            std::pair{Shown::Substructure, Asked::Substructure}};

}  // namespace

pubchem::LookupKind lookupKind(widgets::SearchKind kind) {
  for (const auto& [shown, asked] : kKinds) {
    if (shown == kind) return asked;
  }
  return pubchem::LookupKind::Name;
}

widgets::SearchKind searchKind(pubchem::LookupKind kind) {
  for (const auto& [shown, asked] : kKinds) {
    if (asked == kind) return shown;
  }
  return widgets::SearchKind::Name;
}

widgets::CompoundChoice choiceOf(const pubchem::CompoundSummary& compound) {
  return {compound.cid,
          compound.title,
          compound.formula,
          compound.weight > 0 ? QLocale().toString(compound.weight, 'f', 2) : QString(),
          compound.distinction,
          compound.has3d};
}

widgets::NetworkLine lineOf(const pubchem::LedgerEntry& entry) {
  widgets::NetworkLine line;
  line.number = entry.number;
  line.at = entry.at;
  line.method = entry.method;
  line.url = entry.url;
  line.reason = entry.reason;
  line.bytesSent = entry.bytesSent;
  line.bytesReceived = entry.bytesReceived;
  line.milliseconds = entry.milliseconds;
  line.outcome = entry.outcome;
  line.failed = entry.status >= kFirstFailure;
  return line;
}

std::vector<widgets::ForeignSection> sectionsOf(
    const std::vector<pubchem::AnnotationSection>& sections) {
  std::vector<widgets::ForeignSection> shown;
  for (const pubchem::AnnotationSection& section : sections) {
    widgets::ForeignSection part{section.heading, section.level, {}};
    for (const pubchem::AnnotationText& text : section.texts) {
      part.texts.push_back({text.text, text.source, QUrl(text.url)});
    }
    shown.push_back(std::move(part));
  }
  return shown;
}

widgets::PubChemRecordView viewOf(const pubchem::Compound& compound,
                                  const std::vector<facts::Fact>& facts) {
  widgets::PubChemRecordView view;
  view.cid = compound.summary.cid;
  view.title = compound.summary.title;
  view.synonyms = compound.synonyms;
  for (const pubchem::Description& text : compound.descriptions) {
    view.descriptions.push_back({text.text, text.source, QUrl(text.url)});
  }
  for (const pubchem::PubChemValue& value : compound.values) {
    const auto ours = std::find_if(facts.begin(), facts.end(), [&](const facts::Fact& fact) {
      return !value.factId.isEmpty() && fact.id == value.factId.toStdString();
    });
    QString number;
    if (ours != facts.end()) {
      number = QString::fromStdString(ours->value);
      if (!ours->unit.empty()) number += u' ' + QString::fromStdString(ours->unit);
    }
    view.values.push_back({value.label, value.value, value.unit, number, value.definition});
  }
  if (!compound.from3dRecord) view.shapeBadge = tr("3D generated here, not from PubChem");
  view.furtherConformers = static_cast<int>(compound.conformerIds.size());
  view.cachedAt = compound.cachedAt;
  return view;
}

bool sameAtoms(const chem::Molecule& a, const chem::Molecule& b) {
  return std::equal(a.atoms().begin(), a.atoms().end(), b.atoms().begin(), b.atoms().end(),
                    [](const chem::Atom& first, const chem::Atom& second) {
                      return first.atomicNumber == second.atomicNumber;
                    });
}

}  // namespace molloquy::app
