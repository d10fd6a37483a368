#pragma once

#include <QObject>
#include <QStringList>
#include <functional>

#include "app/pubchem/compound_types.h"
#include "app/pubchem/transport.h"

namespace molloquy::pubchem {

template <class T>
using Answer = std::function<void(const tl::expected<T, NetworkFailure>&)>;

/// PubChem's compounds: names while typing, look-ups, entries, annotations. Every call is answered
/// exactly once, later, on the thread it lives on, and can be cancelled by its number.
/// Source: PUG REST and PUG View as PubChem documents them.
class PubChemClient : public QObject {
  Q_OBJECT

 public:
  explicit PubChemClient(Transport& transport, QObject* parent = nullptr);

  quint64 suggest(const QString& beginning, int limit, Answer<QStringList> done);
  /// Candidates, without their structures; one request for the CIDs and one for what is listed.
  quint64 find(const Lookup& lookup, Answer<std::vector<CompoundSummary>> done);
  /// 3D record, else the 2D record; title, synonyms, descriptions, values.
  quint64 open(qint64 cid, Answer<Compound> done);
  /// The SD texts of further conformers.
  quint64 conformers(qint64 cid, int limit, Answer<chem::StructureFile> done);
  /// Names of the sections that an entry has.
  quint64 headings(qint64 cid, Answer<QStringList> done);
  quint64 annotations(qint64 cid, const QString& heading,
                      Answer<std::vector<AnnotationSection>> done);
  void cancel(quint64 number);

 Q_SIGNALS:
  /// "Asking PubChem for the record", "Waiting for PubChem's search, 12 s".
  void progressed(quint64 number, const QString& doing);

 private:
  struct Private;
  std::shared_ptr<Private> m_private;
};

}  // namespace molloquy::pubchem
