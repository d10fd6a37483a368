#pragma once

#include <QObject>

#include "app/workers/bench_messages.h"

namespace molloquy::app {

/// Lives on the thread named "editing": edits, searches of atoms and what is quick to compute about
/// them. Nothing here takes long, so that an edit never waits for a calculation.
class EditWorker : public QObject {
  Q_OBJECT

 public:
  EditWorker();

 public Q_SLOTS:
  void edit(const EditRequest& request);
  void query(const QueryRequest& request);
  void computeProperties(const PropertiesRequest& request);
  void layOut(const LayoutRequest& request);
  void compareEnergies(const EnergyRequest& request);

 Q_SIGNALS:
  void edited(const EditDone& message);
  void queried(const QueryDone& message);
  void propertiesReady(const PropertiesReady& message);
  void layoutReady(const LayoutReady& message);
  void energyReady(const EnergyReady& message);
  void failed(const RequestFailed& message);

 private:
  /// Runs `work`; an Error or an exception becomes one `failed` message.
  template <class Work>
  void guarded(RequestId id, Work work);
};

}  // namespace molloquy::app
