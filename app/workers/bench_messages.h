#pragma once

#include <QMetaType>
#include <QString>
#include <memory>
#include <optional>
#include <stop_token>
#include <variant>
#include <vector>

#include "app/workers/messages.h"
#include "model/chem/atom_properties.h"
#include "model/chem/edit/apply.h"
#include "model/chem/energy/conformer_search.h"
#include "model/chem/energy/electronic_structure.h"
#include "model/chem/energy/minimise.h"
#include "model/chem/energy/torsion_scan.h"
#include "model/chem/layout.h"
#include "render/structure_shapes.h"

/// Values that cross threads for editing and computing on the bench. As everywhere, every request
/// ends in exactly one ready, finished or failed message with its id.
namespace molloquy::app {

using MoleculePtr = std::shared_ptr<const chem::Molecule>;
using ConformerPtr = std::shared_ptr<const chem::Conformer>;

// ---- to the editing thread ---------------------------------------------------------------------

struct EditRequest {
  RequestId id;
  MoleculePtr molecule;
  ConformerPtr conformer;
  chem::edit::Operation operation;
};
struct EditDone {
  RequestId id;
  chem::edit::Outcome outcome;
  QString canonicalSmiles;  ///< empty when there is none.
};

/// Which atoms a person wants selected, where the answer needs chemistry or a search.
struct SmartsQuery {
  std::string smarts;
};
struct WithinQuery {
  std::vector<AtomIndex> of;
  double angstrom = 5;
};
struct QueryRequest {
  RequestId id;
  MoleculePtr molecule;
  ConformerPtr conformer;
  std::variant<SmartsQuery, WithinQuery> query;
};
struct QueryDone {
  RequestId id;
  std::vector<AtomIndex> atoms;
};

/// Optimise as long as it is not stopped, following the hand. The positions come back as
/// LiveStep messages, the end as LiveEnded.
struct LiveRequest {
  RequestId id;
  MoleculePtr molecule;
  chem::Positions positions;
  energy::EnergyMethod method = energy::EnergyMethod::Mmff94s;
  std::vector<AtomIndex> fixedAtoms;
  std::vector<energy::Constraint> constraints;
};
/// What the hand holds now; nothing = let go.
struct LivePull {
  RequestId id;  ///< of the LiveRequest.
  std::optional<energy::Pull> pull;
};
struct LiveStop {
  RequestId id;
};
struct LiveStep {
  RequestId id;
  chem::Positions positions;
  double energyKcalPerMol = 0;
  int steps = 0;
};
struct LiveEnded {
  RequestId id;
  LiveStep last;
};

// ---- to the calculation thread -----------------------------------------------------------------

struct MinimiseJob {
  chem::Positions positions;
  energy::MinimiseOptions options;
};
struct ConformerJob {
  energy::ConformerSearch search;
};
/// Energies of conformers that are there.
struct RankJob {
  std::vector<chem::Positions> conformers;
  energy::EnergyMethod method = energy::EnergyMethod::Mmff94s;
};
struct ScanJob {
  chem::Positions positions;
  energy::TorsionScan scan;
};
struct ElectronsJob {
  chem::Positions positions;
  energy::Modes modes = energy::Modes::Skip;
};
struct CalculationRequest {
  RequestId id;
  MoleculePtr molecule;
  std::variant<MinimiseJob, ConformerJob, RankJob, ScanJob, ElectronsJob> job;
  std::stop_token stop;
};
/// How far a calculation is, at most one per 50 ms.
struct CalculationProgressed {
  RequestId id;
  int done = 0;
  int of = 0;  ///< 0 = unknown.
  std::optional<double> energyKcalPerMol;
  chem::Positions positions;                   ///< of a minimisation; else empty.
  std::optional<energy::ScanPoint> scanPoint;  ///< the point that was just finished.
};
struct CalculationFinished {
  RequestId id;
  std::variant<energy::Minimised, energy::ConformerSet, energy::ScanResult,
               energy::ElectronicStructure>
      result;
};

struct PropertiesRequest {
  RequestId id;
  MoleculePtr molecule;
};
struct PropertiesReady {
  RequestId id;
  chem::AtomProperties properties;
};

/// Places on paper for the 2D editor.
struct LayoutRequest {
  RequestId id;
  MoleculePtr molecule;
  /// The drawing before an edit, whose atoms keep their places; none = a new drawing.
  std::optional<chem::Layout2D> previous;
  std::vector<std::optional<AtomIndex>> newIndexOf;
  enum class Kind { Follow, CleanUp } kind = Kind::Follow;
  std::vector<AtomIndex> atoms;  ///< to clean up; empty = all.
};
struct LayoutReady {
  RequestId id;
  MoleculePtr molecule;
  chem::Layout2D layout;
};

/// Ribbons, surface and contacts.
struct ShapesRequest {
  RequestId id;
  MoleculePtr molecule;
  ConformerPtr conformer;
  render::ViewStyle style;
  render::AtomValues values;
  render::SceneColours colours;
  std::stop_token stop;
};
struct ShapesReady {
  RequestId id;
  std::shared_ptr<const render::StructureShapes> shapes;
};

/// What is seen as triangles, into a .glb or .ply file.
struct ModelFileRequest {
  ShapesRequest seen;
  std::shared_ptr<const render::StructureShapes> shapes;
  std::filesystem::path path;
};
struct ModelFileWritten {
  RequestId id;
};

/// Energy of a geometry that is being typed or dragged.
struct EnergyRequest {
  RequestId id;
  MoleculePtr molecule;
  chem::Positions positions;
  chem::Positions reference;  ///< what it is compared with.
};
struct EnergyReady {
  RequestId id;
  double differenceKcalPerMol = 0;
};

}  // namespace molloquy::app

Q_DECLARE_METATYPE(molloquy::app::EditRequest)
Q_DECLARE_METATYPE(molloquy::app::EditDone)
Q_DECLARE_METATYPE(molloquy::app::QueryRequest)
Q_DECLARE_METATYPE(molloquy::app::QueryDone)
Q_DECLARE_METATYPE(molloquy::app::LiveRequest)
Q_DECLARE_METATYPE(molloquy::app::LivePull)
Q_DECLARE_METATYPE(molloquy::app::LiveStop)
Q_DECLARE_METATYPE(molloquy::app::LiveStep)
Q_DECLARE_METATYPE(molloquy::app::LiveEnded)
Q_DECLARE_METATYPE(molloquy::app::CalculationRequest)
Q_DECLARE_METATYPE(molloquy::app::CalculationProgressed)
Q_DECLARE_METATYPE(molloquy::app::CalculationFinished)
Q_DECLARE_METATYPE(molloquy::app::PropertiesRequest)
Q_DECLARE_METATYPE(molloquy::app::PropertiesReady)
Q_DECLARE_METATYPE(molloquy::app::LayoutRequest)
Q_DECLARE_METATYPE(molloquy::app::LayoutReady)
Q_DECLARE_METATYPE(molloquy::app::ShapesRequest)
Q_DECLARE_METATYPE(molloquy::app::ShapesReady)
Q_DECLARE_METATYPE(molloquy::app::ModelFileRequest)
Q_DECLARE_METATYPE(molloquy::app::ModelFileWritten)
Q_DECLARE_METATYPE(molloquy::app::EnergyRequest)
Q_DECLARE_METATYPE(molloquy::app::EnergyReady)
