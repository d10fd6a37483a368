#include "app/cli/pubchem_desk.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QStandardPaths>
#include <clocale>
#include <map>

#include <fmt/format.h>

#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "app/pubchem/transport.h"

namespace molloquy::cli {
namespace {

using pubchem::FailureKind;
using pubchem::NetworkFailure;
using pubchem::TransportOptions;

/// Qt takes the person's language for numbers too, which no file format does.
struct QtProgram {
  QtProgram() { std::setlocale(LC_NUMERIC, "C"); }
  int count = 1;
  char name[13] = "molloquy-cli";
  char* arguments[2] = {name, nullptr};
  QCoreApplication application{count, arguments};
};

std::filesystem::path windowCache() {
  const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation);
  return std::filesystem::path(folder.toStdString()) / "molloquy" / "pubchem.sqlite";
}

TransportOptions transportOptions(const PubChemOptions& options) {
  TransportOptions made;
  if (!options.base.empty()) {
    made.base = QUrl(QString::fromStdString(options.base), QUrl::StrictMode);
  }
  made.cacheFile =
      options.cacheFile.empty() ? windowCache() : std::filesystem::path(options.cacheFile);
  made.userAgent = "Molloquy/" MOLLOQUY_VERSION " (molloquy-cli)";
  if (options.offline) made.mode = TransportOptions::Mode::Offline;
  return made;
}

std::string ledgerLine(const pubchem::LedgerEntry& entry) {
  return fmt::format("{} {} {} {}: {}, {} bytes sent, {} received, {} ms. {}\n",
                     entry.at.toString(Qt::ISODateWithMs).toStdString(), entry.method.toStdString(),
                     entry.url.toString(QUrl::FullyEncoded).toStdString(),
                     entry.outcome.toStdString(), entry.status, entry.bytesSent,
                     entry.bytesReceived, entry.milliseconds, entry.reason.toStdString());
}

}  // namespace

struct PubChemDesk::Private {
  explicit Private(const PubChemOptions& options)
      : transport(transportOptions(options)), client(transport), tellsLedger(options.ledger) {
    QObject::connect(&transport, &pubchem::Transport::ledgerChanged, &transport,
                     [this](const pubchem::LedgerEntry& entry) { ledger[entry.number] = entry; });
  }

  InterruptScope interrupt;  // first: threads inherit which signals are held back
  QtProgram qt;
  pubchem::Transport transport;
  pubchem::PubChemClient client;
  QEventLoop loop;
  bool tellsLedger;
  std::map<quint64, pubchem::LedgerEntry> ledger;
};

PubChemDesk::PubChemDesk(const PubChemOptions& options)
    : m_private(std::make_unique<Private>(options)) {}

PubChemDesk::~PubChemDesk() {
  if (!m_private->tellsLedger) return;
  note(m_private->ledger.empty() ? "Nothing was sent." : "Sent to PubChem:");
  for (const auto& [number, entry] : m_private->ledger) {
    std::fputs(ledgerLine(entry).c_str(), stderr);
  }
}

pubchem::PubChemClient& PubChemDesk::client() { return m_private->client; }
std::stop_token PubChemDesk::stop() const { return m_private->interrupt.token(); }
void PubChemDesk::leaveLoop() { m_private->loop.quit(); }

void PubChemDesk::runLoop(quint64 number) {
  const Progress progress("Asking PubChem");
  const std::stop_callback cancel(stop(), [this, number] {
    QMetaObject::invokeMethod(
        &m_private->client, [this, number] { m_private->client.cancel(number); },
        Qt::QueuedConnection);
  });
  m_private->loop.exec();
}

NetworkFailure PubChemDesk::interrupted() {
  return {.kind = FailureKind::Cancelled,
          .sentence = QStringLiteral("The request to PubChem was cancelled."),
          .detail = {},
          .retryAfter = {}};
}

PubChemAnswer<std::vector<pubchem::CompoundSummary>> PubChemDesk::find(
    const pubchem::Lookup& lookup) {
  using Found = std::vector<pubchem::CompoundSummary>;
  return ask<Found>([&](pubchem::PubChemClient& asked, pubchem::Answer<Found> done) {
    return asked.find(lookup, std::move(done));
  });
}

PubChemAnswer<pubchem::Compound> PubChemDesk::open(qint64 cid) {
  return ask<pubchem::Compound>(
      [cid](pubchem::PubChemClient& asked, pubchem::Answer<pubchem::Compound> done) {
        return asked.open(cid, std::move(done));
      });
}

PubChemAnswer<qint64> PubChemDesk::theOne(const std::string& query) {
  const QString text = QString::fromStdString(query);
  const pubchem::LookupKind kind = pubchem::guessedKind(text);
  const auto found = find({.kind = kind, .text = text});
  if (!found) return tl::unexpected(found.error());
  if (found->size() == 1) return found->front().cid;
  QStringList candidates;
  constexpr qsizetype kMostTold = 10;
  for (const pubchem::CompoundSummary& one : *found) {
    if (candidates.size() == kMostTold) break;
    candidates.append(
        QStringLiteral("CID %1 %2").arg(one.cid).arg(one.title) +
        (one.distinction.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(one.distinction)));
  }
  return tl::unexpected(NetworkFailure{
      .kind = FailureKind::BadRequest,
      .sentence = QStringLiteral("\"%1\" means %2 compounds: %3%4. Name the one by its CID.")
                      .arg(text)
                      .arg(found->size())
                      .arg(candidates.join(QStringLiteral(", ")),
                           candidates.size() < static_cast<qsizetype>(found->size())
                               ? QStringLiteral(" and more")
                               : QString()),
      .detail = {},
      .retryAfter = {}});
}

Error errorOf(const NetworkFailure& failure) {
  const ErrorCode code = failure.kind == FailureKind::NotFound     ? ErrorCode::NotFound
                         : failure.kind == FailureKind::BadRequest ? ErrorCode::InvalidInput
                         : failure.kind == FailureKind::Truncated  ? ErrorCode::Corrupt
                                                                   : ErrorCode::Internal;
  return Error(code, failure.sentence.toStdString());
}

ExitCode failPubChem(Output& output, const NetworkFailure& failure) {
  if (failure.kind == FailureKind::Cancelled) {
    note(failure.sentence.toStdString());
    return ExitCode::Ok;
  }
  const bool asked =
      failure.kind == FailureKind::NotFound || failure.kind == FailureKind::BadRequest;
  return output.fail(errorOf(failure), asked ? ExitCode::BadInput : ExitCode::Environment);
}

void addPubChemOptions(CLI::App& command, PubChemOptions& options) {
  command.add_option("--base", options.base, "Address of PubChem or a mirror, up to /rest")
      ->check([](const std::string& text) {
        const QUrl url(QString::fromStdString(text), QUrl::StrictMode);
        const bool usable = url.isValid() && !url.host().isEmpty() &&
                            (url.scheme() == u"https" || url.scheme() == u"http");
        return usable ? std::string()
                      : "\"" + text + "\" is no address. Write it like https://host/rest.";
      });
  command.add_option("--cache", options.cacheFile,
                     "File of replies that were seen before (default: the window's)");
  command.add_flag("--offline", options.offline, "Send nothing; answer from what was seen before");
  command.add_flag("--ledger", options.ledger, "Tell on standard error what was sent, and why");
}

}  // namespace molloquy::cli
