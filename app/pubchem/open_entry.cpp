#include "app/pubchem/open_entry.h"

#include <memory>
#include <utility>

#include "app/pubchem/pubchem_record.h"
#include "app/pubchem/pubchem_requests.h"
#include "app/pubchem/pubchem_values.h"

namespace molloquy::pubchem {
namespace {

struct Entry {
  ClientCall& call;
  qint64 cid;
  std::function<void(Compound)> opened;
  Compound compound;
  QByteArray record;
  QString title;
  int waitingFor = 0;
};
using Shared = std::shared_ptr<Entry>;

NetworkFailure noCompound(qint64 cid, const QString& detail) {
  return {.kind = FailureKind::NotFound,
          .sentence =
              QStringLiteral("PubChem has no compound with the CID %1. Check the number.").arg(cid),
          .detail = detail,
          .retryAfter = {}};
}

/// Nothing was learnt about 3D: the 2D record may still be at hand.
bool mayHave2d(FailureKind kind) {
  return kind == FailureKind::NotFound || kind == FailureKind::Offline ||
         kind == FailureKind::SwitchedOff;
}

void finish(const Shared& entry) {
  auto read = readRecord(entry->record, entry->cid, entry->title);
  if (!read) return entry->call.fail(read.error());
  Compound& compound = entry->compound;
  compound.summary.cid = entry->cid;
  compound.summary.title =
      entry->title.isEmpty() ? QStringLiteral("CID %1").arg(entry->cid) : entry->title;
  compound.from3dRecord = read->threeD;
  compound.conformerIds.removeAll(read->conformerId);
  compound.structure.displayName = compound.summary.title.toStdString();
  compound.structure.records.push_back(std::move(read->record));
  compound.cachedAt = entry->call.cachedAt();
  compound.requests = entry->call.requests();
  entry->opened(std::move(compound));
}

void oneIsHere(const Shared& entry) {
  if (--entry->waitingFor == 0) finish(entry);
}

void askRecord(const Shared& entry, RecordType type, NetworkRequest::Cache cache) {
  NetworkRequest request = recordRequest(entry->cid, type);
  request.cache = cache;
  entry->call.send(request, [entry, type](const Outcome& outcome) {
    if (outcome) {
      const auto whole = checkRecord(outcome->body, entry->cid);
      if (!whole && outcome->cachedAt) {  // kept broken: the server may have it whole
        return askRecord(entry, type, NetworkRequest::Cache::Refresh);
      }
      if (!whole) return entry->call.fail(whole.error());
      entry->record = outcome->body;
      return oneIsHere(entry);
    }
    if (type == RecordType::ThreeD && mayHave2d(outcome.error().kind)) {
      entry->call.tell(QStringLiteral("Asking PubChem for the 2D record"));
      return askRecord(entry, RecordType::TwoD, NetworkRequest::Cache::Use);
    }
    const bool none = outcome.error().kind == FailureKind::NotFound;
    entry->call.fail(none ? noCompound(entry->cid, outcome.error().detail) : outcome.error());
  });
}

/// Something beside the record: `take` reads it, and what it cannot read is told, not failed on.
template <class Take>
void askBeside(const Shared& entry, const NetworkRequest& request, const QString& what, Take take) {
  entry->call.send(request, [entry, what, take](const Outcome& outcome) {
    std::optional<NetworkFailure> problem;
    if (!outcome) {
      // "Not found" is an answer: this compound has none.
      if (outcome.error().kind != FailureKind::NotFound) problem = outcome.error();
    } else {
      problem = take(*entry, outcome->body);
    }
    if (problem) {
      entry->compound.missing.append(QStringLiteral("%1: %2").arg(what, problem->sentence));
    }
    oneIsHere(entry);
  });
}

std::optional<NetworkFailure> takeValues(Entry& entry, const QByteArray& body) {
  const auto rows = propertyRowsIn(body);
  if (!rows) return rows.error();
  for (const QJsonObject& row : *rows) {
    CompoundSummary summary = summaryOf(row);
    if (summary.cid != entry.cid) continue;
    entry.compound.iupacName = row.value(QLatin1String("IUPACName")).toString();
    entry.compound.values = valuesOf(row);
    if (entry.title.isEmpty()) entry.title = summary.title;
    entry.compound.summary = std::move(summary);
  }
  return std::nullopt;
}

std::optional<NetworkFailure> takeDescriptions(Entry& entry, const QByteArray& body) {
  auto found = descriptionsIn(body);
  if (!found) return found.error();
  if (!found->title.isEmpty()) entry.title = found->title;
  entry.compound.descriptions = std::move(found->descriptions);
  return std::nullopt;
}

std::optional<NetworkFailure> takeSynonyms(Entry& entry, const QByteArray& body) {
  auto names = synonymsIn(body);
  if (!names) return names.error();
  entry.compound.synonyms = *std::move(names);
  return std::nullopt;
}

std::optional<NetworkFailure> takeConformerIds(Entry& entry, const QByteArray& body) {
  auto ids = conformerIdsIn(body);
  if (!ids) return ids.error();
  entry.compound.conformerIds = *std::move(ids);
  return std::nullopt;
}

struct Shapes {
  ClientCall& call;
  qint64 cid;
  std::function<void(chem::StructureFile)> fetched;
  std::vector<std::optional<chem::StructureRecord>> records;  ///< in PubChem's order.
  std::vector<Error> rejected;
  std::optional<NetworkFailure> problem;
  std::size_t waitingFor = 0;
};

bool sameAtoms(const chem::Molecule& a, const chem::Molecule& b) {
  if (a.atoms().size() != b.atoms().size()) return false;
  for (std::size_t i = 0; i < a.atoms().size(); ++i) {
    if (a.atoms()[i].atomicNumber != b.atoms()[i].atomicNumber) return false;
  }
  return true;
}

void finishShapes(Shapes& shapes) {
  chem::StructureFile file;
  file.displayName = QStringLiteral("CID %1").arg(shapes.cid).toStdString();
  for (auto& record : shapes.records) {
    if (!record) continue;
    if (!file.records.empty() && sameAtoms(*file.records.front().molecule, *record->molecule)) {
      file.records.front().furtherConformers.push_back(*std::move(record->conformer));
    } else {
      file.records.push_back(*std::move(record));
    }
  }
  if (file.records.empty() && shapes.problem) return shapes.call.fail(*shapes.problem);
  file.rejected = std::move(shapes.rejected);
  shapes.fetched(std::move(file));
}

void takeShape(Shapes& shapes, std::size_t place, const Outcome& outcome) {
  std::optional<NetworkFailure> problem;
  if (!outcome) {
    problem = outcome.error();
  } else if (const auto whole = checkRecord(outcome->body, shapes.cid); !whole) {
    problem = whole.error();
  } else if (auto read = readRecord(outcome->body, shapes.cid, {}); !read) {
    problem = read.error();
  } else if (!read->threeD) {
    problem = unreadable(FailureKind::ServerError,
                         QStringLiteral("a conformer of CID %1").arg(shapes.cid),
                         QStringLiteral("it is a 2D drawing"));
  } else {
    shapes.records[place] = std::move(read->record);
  }
  if (problem) {
    shapes.rejected.emplace_back(ErrorCode::Corrupt, problem->sentence.toStdString());
    if (!shapes.problem) shapes.problem = problem;
  }
  if (--shapes.waitingFor == 0) finishShapes(shapes);
}

void askShapes(const std::shared_ptr<Shapes>& shapes, const QStringList& ids) {
  shapes->records.resize(static_cast<std::size_t>(ids.size()));
  shapes->waitingFor = shapes->records.size();
  shapes->call.tell(QStringLiteral("Asking PubChem for %1 conformers").arg(ids.size()));
  for (std::size_t place = 0; place < shapes->records.size(); ++place) {
    shapes->call.send(
        conformerRequest(shapes->cid, ids[static_cast<qsizetype>(place)]),
        [shapes, place](const Outcome& outcome) { takeShape(*shapes, place, outcome); });
  }
}

}  // namespace

void openEntry(ClientCall& call, qint64 cid, std::function<void(Compound)> opened) {
  if (cid <= 0) return call.failLater(noCompound(cid, {}));
  const Shared entry(new Entry{call, cid, std::move(opened), {}, {}, {}});
  entry->waitingFor = 5;
  call.tell(QStringLiteral("Asking PubChem for CID %1").arg(cid));
  askRecord(entry, RecordType::ThreeD, NetworkRequest::Cache::Use);
  askBeside(entry, valuesRequest(cid), QStringLiteral("Computed values"), takeValues);
  askBeside(entry, descriptionsRequest(cid), QStringLiteral("Descriptions"), takeDescriptions);
  askBeside(entry, synonymsRequest(cid), QStringLiteral("Names"), takeSynonyms);
  askBeside(entry, conformerIdsRequest(cid), QStringLiteral("Conformers"), takeConformerIds);
}

void fetchConformers(ClientCall& call, qint64 cid, int limit,
                     std::function<void(chem::StructureFile)> fetched) {
  if (cid <= 0) return call.failLater(noCompound(cid, {}));
  const std::shared_ptr<Shapes> shapes(new Shapes{call, cid, std::move(fetched), {}, {}, {}});
  call.tell(QStringLiteral("Asking PubChem for the conformers of CID %1").arg(cid));
  call.send(conformerIdsRequest(cid), [shapes, limit](const Outcome& outcome) {
    if (!outcome) {
      if (outcome.error().kind != FailureKind::NotFound) return shapes->call.fail(outcome.error());
      NetworkFailure none = outcome.error();
      none.sentence = QStringLiteral(
                          "PubChem has no conformers of CID %1. Make some here with a "
                          "conformer search.")
                          .arg(shapes->cid);
      return shapes->call.fail(none);
    }
    const auto ids = conformerIdsIn(outcome->body);
    if (!ids) return shapes->call.fail(ids.error());
    // The first is the 3D record itself.
    const QStringList further = ids->mid(1, std::clamp(limit, 0, 500));
    if (further.isEmpty()) return finishShapes(*shapes);
    askShapes(shapes, further);
  });
}

}  // namespace molloquy::pubchem
