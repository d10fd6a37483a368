#include "app/bindings/library_views.h"

#include <QCoreApplication>
#include <array>
#include <cmath>
#include <utility>

#include "model/chem/selection_parts.h"

namespace molloquy::app {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("molloquy::app", text); }

QString wordsOf(const library::Source& source) {
  QString words = QString::fromStdString(source.name);
  if (!source.reference.empty())
    words += QStringLiteral(", ") + QString::fromStdString(source.reference);
  return words;
}

using library::Computed;
constexpr std::array kComputed{std::pair{Computed::AverageMass, "Average mass"},
                               std::pair{Computed::HeavyAtoms, "Heavy atoms"},
                               std::pair{Computed::LogP, "LogP, Crippen"},
                               std::pair{Computed::Tpsa, "TPSA"},
                               std::pair{Computed::HBondDonors, "H-bond donors"},
                               std::pair{Computed::HBondAcceptors, "H-bond acceptors"},
                               std::pair{Computed::RotatableBonds, "Rotatable bonds"},
                               std::pair{Computed::Rings, "Rings"},
                               std::pair{Computed::Charge, "Formal charge"}};

Error nothingOpen() {
  return Error(ErrorCode::InvalidInput,
               "A condition speaks of the open structure, and none is open; open one or take the "
               "condition away.");
}

/// The selected atoms, heavy ones, as a SMILES of their own.
Result<std::string> selectedPart(const StructureSnapshot& open,
                                 const std::vector<AtomIndex>& selected) {
  if (selected.empty()) {
    return fail(ErrorCode::InvalidInput,
                "A condition speaks of the selected atoms, and none is selected; select the part "
                "that has to be contained.");
  }
  return chem::smilesOfSelection(*open.molecule, selected);
}

library::Likeness likenessOf(widgets::LikenessKind kind) {
  switch (kind) {
    case widgets::LikenessKind::Path:
      return library::Likeness::Path;
    case widgets::LikenessKind::Maccs:
      return library::Likeness::Maccs;
    case widgets::LikenessKind::Shape:
      return library::Likeness::Shape;
    case widgets::LikenessKind::Morgan:
      break;
  }
  return library::Likeness::Morgan;
}

library::PropertyRange rangeOf(const widgets::RangeCondition& condition) {
  library::PropertyRange range;
  for (const auto& [computed, name] : kComputed) {
    if (condition.property == tr(name)) range.computed = computed;
  }
  if (!range.computed) range.property = condition.property.toStdString();
  if (condition.atLeast) range.atLeast = *condition.atLeast;
  if (condition.atMost) range.atMost = *condition.atMost;
  return range;
}

}  // namespace

widgets::KeptMolecule keptOf(const library::LibraryMolecule& molecule, const QString& key) {
  widgets::KeptMolecule kept;
  kept.key = key;
  kept.title = QString::fromStdString(molecule.title);
  kept.formula = QString::fromStdString(molecule.formula);
  kept.smiles = QString::fromStdString(molecule.smiles);
  kept.inchiKey = QString::fromStdString(molecule.inchiKey);
  kept.mass = molecule.averageMass;
  for (const library::MoleculeName& name : molecule.names) {
    kept.names << QString::fromStdString(name.text);
  }
  for (const std::string& tag : molecule.tags) kept.tags << QString::fromStdString(tag);
  kept.notes = QString::fromStdString(molecule.notes);
  for (const library::MoleculeText& text : molecule.texts) {
    kept.texts.push_back({text.id.value, QString::fromStdString(text.text), wordsOf(text.source),
                          QString::fromStdString(text.source.credit),
                          QUrl(QString::fromStdString(text.source.url))});
  }
  for (const auto& [name, value] : molecule.properties) {
    kept.properties.emplace_back(QString::fromStdString(name), QString::fromStdString(value));
  }
  for (const library::Source& source : molecule.sources) kept.sources << wordsOf(source);
  kept.conformers = static_cast<int>(molecule.conformers.size());
  return kept;
}

library::MoleculeChange changeOf(const widgets::MoleculeEdit& edit) {
  library::MoleculeChange change;
  if (edit.title) change.title = edit.title->toStdString();
  if (edit.notes) change.notes = edit.notes->toStdString();
  if (edit.tags) {
    change.tags.emplace();
    for (const QString& tag : *edit.tags) change.tags->push_back(tag.toStdString());
  }
  for (const QString& name : edit.addNames) {
    change.addNames.push_back({name.toStdString(), library::NameKind::Synonym});
  }
  for (const widgets::KeptText& text : edit.addTexts) {
    library::MoleculeText added;
    added.text = text.text.toStdString();
    added.source.name =
        text.source.isEmpty() ? tr("own text").toStdString() : text.source.toStdString();
    change.addTexts.push_back(std::move(added));
  }
  for (const qint64 id : edit.removeTexts) change.removeTexts.emplace_back(id);
  return change;
}

Result<library::SearchQuery> queryOf(const widgets::LibraryConditions& conditions,
                                     const StructureSnapshot& open,
                                     const std::vector<AtomIndex>& selected) {
  library::SearchQuery query;
  query.order = library::ResultOrder::Title;
  query.words = conditions.words.trimmed().toStdString();
  if (conditions.part) {
    using From = widgets::PartCondition::From;
    if (conditions.part->from == From::Typed) {
      query.substructure = conditions.part->text.trimmed().toStdString();
    } else if (open.isEmpty()) {
      return tl::unexpected(nothingOpen());
    } else if (conditions.part->from == From::OpenStructure) {
      query.substructure = open.smiles.toStdString();
    } else {
      auto part = selectedPart(open, selected);
      if (!part) return tl::unexpected(part.error());
      query.substructure = std::move(*part);
    }
  }
  if (conditions.similar) {
    if (open.isEmpty()) return tl::unexpected(nothingOpen());
    query.similar =
        library::SimilarTo{open.molecule, open.conformer, likenessOf(conditions.similar->by),
                           conditions.similar->atLeast};
  }
  for (const widgets::RangeCondition& range : conditions.ranges) {
    query.ranges.push_back(rangeOf(range));
  }
  for (const QString& tag : conditions.tags) query.tags.push_back(tag.toStdString());
  return query;
}

QStringList computedNames() {
  QStringList names;
  for (const auto& [computed, name] : kComputed) names << tr(name);
  return names;
}

widgets::TableSample sampleOf(const library::TablePreview& preview) {
  widgets::TableSample sample;
  sample.layout = QString::fromStdString(preview.mapping.layout);
  for (const library::TableColumn& column : preview.mapping.columns) {
    sample.columns << QString::fromStdString(column.name);
    // The two lists of roles are the same, in the same order.
    sample.roles.push_back(static_cast<widgets::ColumnRole>(column.role));
  }
  for (const std::vector<std::string>& row : preview.rows) {
    QStringList cells;
    for (const std::string& cell : row) cells << QString::fromStdString(cell);
    sample.rows.push_back(std::move(cells));
  }
  return sample;
}

library::TableMapping mappingOf(const library::TablePreview& preview,
                                const std::vector<widgets::ColumnRole>& roles,
                                const QString& credit) {
  library::TableMapping mapping = preview.mapping;
  for (std::size_t i = 0; i < mapping.columns.size() && i < roles.size(); ++i) {
    mapping.columns[i].role = static_cast<library::ColumnRole>(roles[i]);
  }
  if (!credit.isEmpty()) mapping.source.name = credit.toStdString();
  return mapping;
}

widgets::ImportState stateOf(const library::ImportProgress& progress) {
  widgets::ImportState state;
  state.file = QString::fromStdString(progress.file);
  state.share = progress.share;
  state.records = progress.records;
  state.recordsPerSecond = progress.recordsPerSecond;
  if (progress.share > 0.01 && progress.recordsPerSecond > 0) {
    const double all = static_cast<double>(progress.records) / progress.share;
    state.secondsLeft = static_cast<int>(
        std::lround((all - static_cast<double>(progress.records)) / progress.recordsPerSecond));
  }
  return state;
}

widgets::ImportResult resultOf(const library::ImportReport& report) {
  widgets::ImportResult result;
  result.records = report.records;
  result.added = report.added;
  result.merged = report.merged;
  result.unchanged = report.unchanged;
  result.refused = report.refused;
  for (const std::string& remark : report.mergedInto) {
    result.mergedInto << QString::fromStdString(remark);
  }
  for (const library::ImportProblem& problem : report.problems) {
    result.problems.push_back(
        {QString::fromStdString(problem.place), QString::fromStdString(problem.sentence)});
  }
  result.end =
      report.finished ? widgets::ImportResult::End::Finished : widgets::ImportResult::End::Stopped;
  result.seconds = report.seconds;
  return result;
}

}  // namespace molloquy::app
