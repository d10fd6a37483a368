#pragma once

#include <QObject>
#include <QStringList>
#include <functional>
#include <memory>

#include "app/pubchem/clock.h"
#include "app/pubchem/compound_types.h"
#include "app/pubchem/transport.h"

namespace molloquy::pubchem {

template <class T>
using Answer = std::function<void(const tl::expected<T, NetworkFailure>&)>;

/// PubChem's compounds: names while typing, look-ups, entries, annotations. Every call is answered
/// exactly once, later, on the thread it lives on (not at all when the client is destroyed first),
/// and can be cancelled by its number. Failures carry a sentence for the person.
/// Source: PUG REST and PUG View as PubChem documents them.
class PubChemClient : public QObject {
  Q_OBJECT

 public:
  explicit PubChemClient(Transport& transport, QObject* parent = nullptr);
  /// clock  what pauses between polls go by.
  PubChemClient(Transport& transport, std::shared_ptr<Clock> clock, QObject* parent = nullptr);
  ~PubChemClient() override;

  /// Names that begin like that; none, and nothing is sent, below three letters.
  quint64 suggest(const QString& beginning, int limit, Answer<QStringList> done);
  /// Candidates in PubChem's order, without their structures; one request for the CIDs (polled
  /// while PubChem searches) and one for what is listed. NotFound when there are none.
  quint64 find(const Lookup& lookup, Answer<std::vector<CompoundSummary>> done);
  /// 3D record, else the 2D record; title, names, descriptions, values. What is missing beside the
  /// record is told in Compound::missing. NotFound when there is no such compound.
  quint64 open(qint64 cid, Answer<Compound> done);
  /// The same as the server has it now, whatever was kept of it.
  quint64 openAnew(qint64 cid, Answer<Compound> done);
  /// Up to `limit` conformers after the first, which is the 3D record: one record with several
  /// shapes, none when there are no others; those that could not be read are in `rejected`.
  quint64 conformers(qint64 cid, int limit, Answer<chem::StructureFile> done);
  /// Names of the sections that an entry has.
  quint64 headings(qint64 cid, Answer<QStringList> done);
  /// heading  empty = every section, which may be megabytes.
  quint64 annotations(qint64 cid, const QString& heading,
                      Answer<std::vector<AnnotationSection>> done);
  /// Answered with Cancelled; an unknown number is ignored.
  void cancel(quint64 number);

 Q_SIGNALS:
  /// "Asking PubChem for the record", "Waiting for PubChem's search, 12 s".
  void progressed(quint64 number, const QString& doing);

 private:
  struct Private;
  std::unique_ptr<Private> m_private;
};

}  // namespace molloquy::pubchem
