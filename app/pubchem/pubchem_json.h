#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QStringList>
#include <tl/expected.hpp>
#include <vector>

#include "app/pubchem/compound_types.h"
#include "app/pubchem/network_types.h"

namespace molloquy::pubchem {

/// What a JSON reply holds, or why it cannot be read: FailureKind::ErrorPage, Truncated or, for a
/// reply of another shape than PubChem documents, ServerError. No reply crashes a reader, and none
/// makes it keep more than the reply's own size.
template <class T>
using Parsed = tl::expected<T, NetworkFailure>;

/// The reply's object. asked  what the reply is, for the sentence: "the names of CID 2244".
Parsed<QJsonObject> jsonObject(const QByteArray& body, const QString& asked);

/// Terms of an autocomplete reply; none when its total is 0, whatever else it holds.
Parsed<QStringList> suggestionsIn(const QByteArray& body);

/// CIDs of a lookup in PubChem's order, without repeats and without 0 (which stands for "no
/// record"), or the key of a search that goes on.
struct FoundCids {
  std::vector<qint64> cids;
  QString listKey;  ///< not empty: the search is not done yet.
};
Parsed<FoundCids> cidsIn(const QByteArray& body);

/// Rows of a property table, each with its CID.
Parsed<std::vector<QJsonObject>> propertyRowsIn(const QByteArray& body);
/// A row as a line of the chooser; `distinction` stays empty. Every name of the SMILES that PubChem
/// has used is known; the weight may be a number or a text.
CompoundSummary summaryOf(const QJsonObject& row);

struct TitleAndDescriptions {
  QString title;
  std::vector<Description> descriptions;  ///< each text once, with the first source that gave it.
};
Parsed<TitleAndDescriptions> descriptionsIn(const QByteArray& body);
Parsed<QStringList> synonymsIn(const QByteArray& body);
Parsed<QStringList> conformerIdsIn(const QByteArray& body);

/// The failure of a reply that cannot be used.
NetworkFailure unreadable(FailureKind kind, const QString& asked, const QString& why);

}  // namespace molloquy::pubchem
