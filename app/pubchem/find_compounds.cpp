#include "app/pubchem/find_compounds.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <utility>

#include "app/pubchem/distinctions.h"
#include "app/pubchem/lookup_text.h"
#include "app/pubchem/pubchem_requests.h"

namespace molloquy::pubchem {
namespace {

using std::chrono::milliseconds;

/// A search that takes longer is too wide.
constexpr milliseconds kLongestWait{180'000};

struct Search {
  ClientCall& call;
  Lookup lookup;
  std::function<void(std::vector<CompoundSummary>)> found;
  NetworkRequest first;
  milliseconds waited{0};
  int polls = 0;
};
using Shared = std::shared_ptr<Search>;

NetworkFailure failure(FailureKind kind, const QString& sentence) {
  return {.kind = kind, .sentence = sentence, .detail = {}, .retryAfter = {}};
}

NetworkFailure nothingFound(const Lookup& lookup) {
  const QString text = lookupText(lookup.text);
  QString sentence = QStringLiteral(
      "PubChem has no compound named “%1”. Check the spelling, or "
      "look for its formula or SMILES.");
  switch (lookup.kind) {
    case LookupKind::Name:
      break;
    case LookupKind::Cid:
      sentence = QStringLiteral("PubChem has no compound with the CID “%1”. Check the number.");
      break;
    case LookupKind::Smiles:
    case LookupKind::Inchi:
    case LookupKind::InchiKey:
      sentence =
          QStringLiteral("PubChem has no record of “%1”. Look for similar compounds instead.");
      break;
    case LookupKind::Formula:
      sentence = QStringLiteral("PubChem has no compound of the formula “%1”. Check the numbers.");
      break;
    case LookupKind::Similar:
      sentence = QStringLiteral("PubChem has nothing as similar to “%1”. Lower the threshold.");
      break;
    case LookupKind::Substructure:
      sentence = QStringLiteral("PubChem found no compound that contains “%1”. Make it smaller.");
      break;
  }
  return failure(FailureKind::NotFound, sentence.arg(text));
}

/// PubChem's refusal with what was asked: a bare 404 or 400 says neither.
NetworkFailure inWords(const NetworkFailure& refused, const Lookup& lookup) {
  if (refused.kind != FailureKind::NotFound) return refused;
  NetworkFailure worded = nothingFound(lookup);
  worded.detail = refused.detail;
  return worded;
}

void summarize(const Shared& search, std::vector<qint64> cids) {
  const auto most = static_cast<std::size_t>(std::clamp(search->lookup.limit, 1, 1000));
  if (cids.size() > most) cids.resize(most);
  if (cids.empty()) return search->call.fail(nothingFound(search->lookup));
  search->call.tell(
      cids.size() == 1
          ? QStringLiteral("Asking PubChem what it is")
          : QStringLiteral("Asking PubChem what the %1 compounds are").arg(cids.size()));
  const NetworkRequest request = summariesRequest(cids);
  search->call.send(request, [search, cids = std::move(cids)](const Outcome& outcome) {
    if (!outcome) return search->call.fail(inWords(outcome.error(), search->lookup));
    const auto rows = propertyRowsIn(outcome->body);
    if (!rows) return search->call.fail(rows.error());
    std::map<qint64, CompoundSummary> byCid;
    for (const QJsonObject& row : *rows) {
      CompoundSummary summary = summaryOf(row);
      byCid.emplace(summary.cid, std::move(summary));
    }
    if (byCid.empty()) return search->call.fail(nothingFound(search->lookup));
    std::vector<CompoundSummary> summaries;
    for (const qint64 cid : cids) {
      const auto known = byCid.find(cid);
      CompoundSummary bare;
      bare.cid = cid;
      bare.title = QStringLiteral("CID %1").arg(cid);
      summaries.push_back(known == byCid.end() ? bare : known->second);
    }
    distinguish(summaries);
    search->found(std::move(summaries));
  });
}

void takeCids(const Shared& search, const Outcome& outcome);

/// PubChem works on; its answer is kept for the search itself, so that it is found next time.
void poll(const Shared& search, const QString& key) {
  const milliseconds pause = pauseBefore(search->polls++);
  search->waited += pause;
  if (search->waited > kLongestWait) {
    return search->call.fail(failure(
        FailureKind::Timeout, QStringLiteral("PubChem has searched for %1 s without an end. Ask "
                                             "for less: a larger substructure, a higher threshold.")
                                  .arg(kLongestWait.count() / 1000)));
  }
  search->call.after(pause, [search, key] {
    search->call.tell(QStringLiteral("Waiting for PubChem's search, %1 s")
                          .arg((search->waited.count() + 500) / 1000));
    NetworkRequest request = waitingRequest(key, search->lookup.limit, search->first.reason);
    request.keepAs = CachePlace{.path = search->first.path, .form = search->first.form};
    search->call.send(request, [search](const Outcome& outcome) { takeCids(search, outcome); });
  });
}

void takeCids(const Shared& search, const Outcome& outcome) {
  if (!outcome) return search->call.fail(inWords(outcome.error(), search->lookup));
  auto found = cidsIn(outcome->body);
  if (!found) return search->call.fail(found.error());
  if (!found->listKey.isEmpty()) return poll(search, found->listKey);
  summarize(search, std::move(found->cids));
}

}  // namespace

milliseconds pauseBefore(int poll) {
  constexpr double kFirstMs = 1000;
  constexpr double kGrowth = 1.5;
  constexpr double kLongestMs = 10'000;
  return milliseconds(
      static_cast<int>(std::min(kLongestMs, kFirstMs * std::pow(kGrowth, std::min(poll, 20)))));
}

void findCompounds(ClientCall& call, const Lookup& lookup,
                   std::function<void(std::vector<CompoundSummary>)> found) {
  const Shared search(new Search{call, lookup, std::move(found), {}});
  if (lookup.kind == LookupKind::Cid) {
    const std::optional<qint64> cid = cidIn(lookup.text);
    if (!cid) return call.failLater(nothingFound(lookup));
    return summarize(search, {*cid});
  }
  const auto request = cidsRequest(lookup);
  if (!request) return call.failLater(request.error());
  search->first = *request;
  call.tell(QStringLiteral("Asking PubChem for “%1”").arg(lookupText(lookup.text)));
  call.send(*request, [search](const Outcome& outcome) { takeCids(search, outcome); });
}

}  // namespace molloquy::pubchem
