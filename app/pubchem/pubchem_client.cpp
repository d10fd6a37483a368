#include "app/pubchem/pubchem_client.h"

#include <QHash>
#include <algorithm>
#include <utility>

#include "app/pubchem/annotation_json.h"
#include "app/pubchem/client_call.h"
#include "app/pubchem/find_compounds.h"
#include "app/pubchem/lookup_text.h"
#include "app/pubchem/open_entry.h"
#include "app/pubchem/pubchem_requests.h"

namespace molloquy::pubchem {
namespace {

/// Shorter beginnings fit too many names.
constexpr qsizetype kFewestLetters = 3;

/// How a call ends well: once, and not after it was cancelled.
template <class T>
std::function<void(T)> answering(ClientCall& call, const Answer<T>& done) {
  return [&call, done](T value) {
    if (call.end()) done(std::move(value));
  };
}

/// One request, one reading.
template <class T>
void ask(ClientCall& call, const NetworkRequest& request,
         std::function<Parsed<T>(const QByteArray&)> read, const Answer<T>& done) {
  call.send(request, [&call, read = std::move(read), done](const Outcome& outcome) {
    if (!outcome) return call.fail(outcome.error());
    Parsed<T> value = read(outcome->body);
    if (call.end()) done(std::move(value));
  });
}

}  // namespace

struct PubChemClient::Private {
  Private(Transport& used, std::shared_ptr<Clock> time, PubChemClient* owner)
      : transport(used), clock(std::move(time)), client(owner) {}

  template <class T>
  ClientCall& begin(const Answer<T>& done) {
    auto* call = new ClientCall(
        transport, *clock, ++last,
        [done](const NetworkFailure& failure) { done(tl::unexpected(failure)); }, client);
    calls.insert(last, call);
    QObject::connect(call, &ClientCall::progressed, client, &PubChemClient::progressed);
    QObject::connect(call, &ClientCall::ended, client, [this](quint64 number) {
      if (ClientCall* ended = calls.take(number)) ended->deleteLater();
    });
    return *call;
  }

  Transport& transport;
  std::shared_ptr<Clock> clock;
  PubChemClient* client;
  QHash<quint64, ClientCall*> calls;  ///< children of the client.
  quint64 last = 0;
};

PubChemClient::PubChemClient(Transport& transport, QObject* parent)
    : PubChemClient(transport, std::make_shared<Clock>(), parent) {}

PubChemClient::PubChemClient(Transport& transport, std::shared_ptr<Clock> clock, QObject* parent)
    : QObject(parent), m_private(std::make_unique<Private>(transport, std::move(clock), this)) {}

PubChemClient::~PubChemClient() {
  const QHash<quint64, ClientCall*> running = std::exchange(m_private->calls, {});
  for (ClientCall* call : running) delete call;
}

quint64 PubChemClient::suggest(const QString& beginning, int limit, Answer<QStringList> done) {
  ClientCall& call = m_private->begin(done);
  if (lookupText(beginning).size() < kFewestLetters) {
    call.after(std::chrono::milliseconds(0),
               [answer = answering<QStringList>(call, done)] { answer({}); });
    return call.number();
  }
  ask<QStringList>(call, suggestionsRequest(beginning, limit), suggestionsIn, done);
  return call.number();
}

quint64 PubChemClient::find(const Lookup& lookup, Answer<std::vector<CompoundSummary>> done) {
  ClientCall& call = m_private->begin(done);
  findCompounds(call, lookup, answering<std::vector<CompoundSummary>>(call, done));
  return call.number();
}

quint64 PubChemClient::open(qint64 cid, Answer<Compound> done) {
  ClientCall& call = m_private->begin(done);
  openEntry(call, cid, answering<Compound>(call, done));
  return call.number();
}

quint64 PubChemClient::openAnew(qint64 cid, Answer<Compound> done) {
  ClientCall& call = m_private->begin(done);
  call.askAnew();
  openEntry(call, cid, answering<Compound>(call, done));
  return call.number();
}

quint64 PubChemClient::conformers(qint64 cid, int limit, Answer<chem::StructureFile> done) {
  ClientCall& call = m_private->begin(done);
  fetchConformers(call, cid, limit, answering<chem::StructureFile>(call, done));
  return call.number();
}

quint64 PubChemClient::headings(qint64 cid, Answer<QStringList> done) {
  ClientCall& call = m_private->begin(done);
  ask<QStringList>(call, headingsRequest(cid), headingsIn, done);
  return call.number();
}

quint64 PubChemClient::annotations(qint64 cid, const QString& heading,
                                   Answer<std::vector<AnnotationSection>> done) {
  ClientCall& call = m_private->begin(done);
  ask<std::vector<AnnotationSection>>(call, annotationsRequest(cid, heading), annotationsIn, done);
  return call.number();
}

void PubChemClient::cancel(quint64 number) {
  ClientCall* call = m_private->calls.value(number);
  if (!call) return;
  call->failLater({.kind = FailureKind::Cancelled,
                   .sentence = QStringLiteral("The request to PubChem was cancelled."),
                   .detail = {},
                   .retryAfter = {}});
}

}  // namespace molloquy::pubchem
