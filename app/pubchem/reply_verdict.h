#pragma once

#include <QNetworkProxy>
#include <QUrl>
#include <optional>

#include "app/pubchem/exchange.h"
#include "app/pubchem/network_types.h"

namespace molloquy::pubchem {

/// What a sentence needs to know about the request it is about.
struct AskedFor {
  QUrl url;
  QByteArray form;
  QString proxy;  ///< "host:port", empty = a direct connection.
  ExchangeLimits limits;
};

/// A failure, and whether the same request may well succeed a little later.
struct Verdict {
  /// Once: Qt has tried it several times already.
  enum class Again { No, Once, Later } again = Again::No;
  NetworkFailure failure;
};

/// What an ended exchange means; nullopt = a good reply (200 or 202 with data). Redirects are not
/// judged here. Sentences say what happened and the remedy. Source of the table of states: PubChem,
/// PUG REST, "Status codes".
std::optional<Verdict> judged(const ExchangeResult& result, const AskedFor& asked);

/// The same for a saved reply: its state and body only.
std::optional<Verdict> judgedSaved(int status, const QByteArray& body, const AskedFor& asked);

/// Failures that never came to a request.
NetworkFailure blockedFailure(std::chrono::milliseconds left);
/// The server asked for a pause that is too long to sit through.
NetworkFailure pauseFailure(std::chrono::milliseconds left);
NetworkFailure offlineFailure();
NetworkFailure switchedOffFailure();
NetworkFailure cancelledFailure();
/// A redirect that is not followed, by its place.
NetworkFailure redirectFailure(const QUrl& from, const QUrl& to);
/// A base that is no address of a server.
NetworkFailure badBaseFailure(const QUrl& base);

}  // namespace molloquy::pubchem
