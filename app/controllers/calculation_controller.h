#pragma once

#include <QObject>
#include <QString>
#include <optional>
#include <stop_token>
#include <variant>

#include "app/controllers/request_ids.h"
#include "app/document/molecule_document.h"
#include "app/workers/bench_messages.h"

namespace molloquy::app {

/// What kind of calculation runs; each is shown in its own panel.
enum class CalculationKind { Minimise, Conformers, Rank, Scan, Electrons };

/// Calculations about the structure on the bench. One runs at a time; a newer one stops the older.
/// Results about a structure that has changed meanwhile are dropped.
class CalculationController : public QObject {
  Q_OBJECT

 public:
  CalculationController(MoleculeDocument& document, RequestIds& ids, QObject* parent = nullptr);

  /// Constraints are held while all else relaxes.
  void minimise(energy::EnergyMethod method, std::vector<energy::Constraint> constraints = {});
  void searchConformers(const energy::ConformerSearch& search);
  void rankConformers(energy::EnergyMethod method);
  void scan(const energy::TorsionScan& scan);
  void computeElectrons(energy::Modes modes);
  void cancel();

  [[nodiscard]] std::optional<CalculationKind> running() const;
  /// Energy difference of a geometry to the one on the bench; the newest wins.
  void compareEnergy(const chem::Positions& positions);

 public Q_SLOTS:
  void onProgressed(const CalculationProgressed& message);
  void onFinished(const CalculationFinished& message);
  void onEnergyReady(const EnergyReady& message);
  void onFailed(const RequestFailed& message);

 Q_SIGNALS:
  void calculationRequested(const CalculationRequest& request);
  void energyRequested(const EnergyRequest& request);

  void started(molloquy::app::CalculationKind kind, const QString& doing);
  void progressed(molloquy::app::CalculationKind kind, const CalculationProgressed& progress);
  /// Ends what started() began, however it ended.
  void ended(molloquy::app::CalculationKind kind);
  void minimised(const energy::Minimised& result, energy::EnergyMethod method);
  void conformersFound(const energy::ConformerSet& set);
  void conformersRanked(const energy::ConformerSet& set);
  void scanned(const energy::ScanResult& result);
  void electronsComputed(const energy::ElectronicStructure& result);
  void failed(molloquy::app::CalculationKind kind, const Error& error);
  void energyCompared(std::optional<double> differenceKcalPerMol);

 private:
  using Job = decltype(CalculationRequest::job);
  void start(CalculationKind kind, const QString& doing, Job job);
  void end();

  MoleculeDocument& m_document;
  RequestIds& m_ids;
  std::optional<RequestId> m_id;
  CalculationKind m_kind = CalculationKind::Minimise;
  energy::EnergyMethod m_method = energy::EnergyMethod::Mmff94s;
  MoleculePtr m_molecule;
  ConformerPtr m_conformer;
  std::stop_source m_stop;
  std::optional<RequestId> m_energyId;
};

}  // namespace molloquy::app
