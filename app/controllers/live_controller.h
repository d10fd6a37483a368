#pragma once

#include <QObject>
#include <optional>

#include "app/controllers/request_ids.h"
#include "app/document/molecule_document.h"
#include "app/workers/bench_messages.h"

namespace molloquy::app {

/// Optimising while the hand drags. From start to stop it is one step of the history.
class LiveController : public QObject {
  Q_OBJECT

 public:
  LiveController(MoleculeDocument& document, RequestIds& ids, QObject* parent = nullptr);

  void start(energy::EnergyMethod method, std::vector<energy::Constraint> constraints = {});
  void stop();
  void pull(const std::optional<energy::Pull>& pull);
  [[nodiscard]] bool isRunning() const { return m_id.has_value(); }

 public Q_SLOTS:
  void onStepped(const LiveStep& message);
  void onEnded(const LiveEnded& message);
  void onFailed(const RequestFailed& message);

 Q_SIGNALS:
  void liveRequested(const LiveRequest& request);
  void pullRequested(const LivePull& pull);
  void stopRequested(const LiveStop& stop);

  /// `change` is against the start, kcal/mol.
  void stepped(const chem::Positions& positions, double energyKcalPerMol, double change, int steps);
  /// What is to become a step of the history.
  void finished(const chem::edit::SetPositions& step);
  void stopped();
  void failed(const Error& error);

 private:
  MoleculeDocument& m_document;
  RequestIds& m_ids;
  std::optional<RequestId> m_id;
  energy::EnergyMethod m_method = energy::EnergyMethod::Mmff94s;
  MoleculePtr m_molecule;
  std::optional<double> m_firstEnergy;
};

}  // namespace molloquy::app
