#pragma once

#include <QStringList>
#include <span>
#include <tl/expected.hpp>

#include "app/pubchem/compound_types.h"
#include "app/pubchem/network_types.h"

namespace molloquy::pubchem {

/// The requests of PUG REST and PUG View that the program sends, each with the reason that the
/// ledger shows. Texts that break a path (SMILES, InChI, names with a slash) travel in the body.
/// Source: PUG REST as PubChem documents it.

/// Names that begin with a text.
NetworkRequest suggestionsRequest(const QString& beginning, int limit);

/// The compounds of a lookup, as CIDs; not for LookupKind::Cid, which needs no request.
/// Errors: BadRequest (an empty text, a SMILES or InChI that cannot be one: nothing is sent).
tl::expected<NetworkRequest, NetworkFailure> cidsRequest(const Lookup& lookup);
/// What became of a search that PubChem goes on with.
NetworkRequest waitingRequest(const QString& listKey, int limit, const Reason& reason);

/// What the chooser shows, and what tells candidates apart.
NetworkRequest summariesRequest(std::span<const qint64> cids);

enum class RecordType { ThreeD, TwoD };
NetworkRequest recordRequest(qint64 cid, RecordType type);
NetworkRequest valuesRequest(qint64 cid);
NetworkRequest descriptionsRequest(qint64 cid);
NetworkRequest synonymsRequest(qint64 cid);
NetworkRequest conformerIdsRequest(qint64 cid);
NetworkRequest conformerRequest(qint64 cid, const QString& conformerId);
NetworkRequest headingsRequest(qint64 cid);
/// heading  empty = everything that there is.
NetworkRequest annotationsRequest(qint64 cid, const QString& heading);

/// Page of a compound for people, always PubChem's own.
QString compoundPage(qint64 cid);

}  // namespace molloquy::pubchem
