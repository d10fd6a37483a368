#pragma once

#include <QObject>
#include <memory>

#include "app/workers/messages.h"
#include "model/align/lexicon.h"

namespace molloquy::app {

/// Lives on the thread named "chemistry" and does everything RDKit does. It holds no state but the
/// phrase table: every request carries what it is about, every answer its request's id.
class ChemistryWorker : public QObject {
  Q_OBJECT

 public:
  ChemistryWorker();

 public Q_SLOTS:
  void read(const ReadRequest& request);
  void prepare(const PrepareRequest& request);
  void write(const WriteRequest& request);
  void computeFacts(const FactsRequest& request);
  void depict(const DepictionRequest& request);
  void drawThumbnail(const ThumbnailRequest& request);
  void align(const AlignmentRequest& request);

 Q_SIGNALS:
  void structuresRead(const StructuresRead& message);
  void readProgressed(const ReadProgressed& message);
  void structurePrepared(const StructurePrepared& message);
  void structureWritten(const StructureWritten& message);
  void factsReady(const FactsReady& message);
  void depictionReady(const DepictionReady& message);
  void thumbnailReady(const ThumbnailReady& message);
  void alignmentReady(const AlignmentReady& message);
  void failed(const RequestFailed& message);

 private:
  /// Runs `work`; an Error or an exception becomes one `failed` message.
  template <class Work>
  void guarded(RequestId id, Work work);
  Result<std::shared_ptr<const align::Lexicon>> lexicon();

  std::shared_ptr<const align::Lexicon> m_lexicon;
};

}  // namespace molloquy::app
