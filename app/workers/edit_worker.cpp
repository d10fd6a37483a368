#include "app/workers/edit_worker.h"

#include <exception>
#include <new>
#include <utility>

#include "model/chem/selection_queries.h"
#include "model/chem/structure_writer.h"

namespace molloquy::app {

EditWorker::EditWorker() { setObjectName("edit worker"); }

template <class Work>
void EditWorker::guarded(RequestId id, Work work) {
  try {
    if (Result<void> done = work(); !done) Q_EMIT failed({id, done.error()});
  } catch (const std::bad_alloc&) {
    Q_EMIT failed({id, Error(ErrorCode::OutOfMemory, "Memory ran out; close other programs.")});
  } catch (const std::exception& exception) {
    Q_EMIT failed({id, Error(ErrorCode::Internal, exception.what()).within("editing")});
  }
}

void EditWorker::edit(const EditRequest& request) {
  guarded(request.id, [&]() -> Result<void> {
    Result<chem::edit::Outcome> outcome =
        chem::edit::apply(*request.molecule, *request.conformer, request.operation);
    if (!outcome) return tl::unexpected(outcome.error());
    // Positions alone leave the molecule as it was.
    if (!outcome->molecule) outcome->molecule = request.molecule;
    EditDone done{request.id, std::move(*outcome), {}};
    // Valences that are not normal have no canonical form; the edit stands all the same.
    if (const auto smiles = chem::canonicalSmiles(*done.outcome.molecule)) {
      done.canonicalSmiles = QString::fromStdString(*smiles);
    }
    Q_EMIT edited(done);
    return {};
  });
}

void EditWorker::query(const QueryRequest& request) {
  guarded(request.id, [&]() -> Result<void> {
    QueryDone done{request.id, {}};
    if (const auto* smarts = std::get_if<SmartsQuery>(&request.query)) {
      auto atoms = chem::atomsMatching(*request.molecule, smarts->smarts);
      if (!atoms) return tl::unexpected(atoms.error());
      done.atoms = std::move(*atoms);
    } else {
      const auto& within = std::get<WithinQuery>(request.query);
      done.atoms = chem::within(request.conformer->positions, within.of, within.angstrom);
    }
    Q_EMIT queried(done);
    return {};
  });
}

void EditWorker::computeProperties(const PropertiesRequest& request) {
  guarded(request.id, [&]() -> Result<void> {
    auto properties = chem::atomProperties(*request.molecule);
    if (!properties) return tl::unexpected(properties.error());
    Q_EMIT propertiesReady({request.id, std::move(*properties)});
    return {};
  });
}

void EditWorker::layOut(const LayoutRequest& request) {
  guarded(request.id, [&]() -> Result<void> {
    const chem::Layout2D* previous = request.previous ? &*request.previous : nullptr;
    auto layout = request.kind == LayoutRequest::Kind::CleanUp && previous
                      ? chem::cleanedUp(*request.molecule, *previous, request.atoms)
                      : chem::layout(*request.molecule, previous, request.newIndexOf);
    if (!layout) return tl::unexpected(layout.error());
    Q_EMIT layoutReady({request.id, request.molecule, std::move(*layout)});
    return {};
  });
}

void EditWorker::compareEnergies(const EnergyRequest& request) {
  guarded(request.id, [&]() -> Result<void> {
    const auto energy = [&](const chem::Positions& positions) {
      return energy::energyOf(*request.molecule, positions, energy::EnergyMethod::Mmff94s, {});
    };
    const auto before = energy(request.reference);
    if (!before) return tl::unexpected(before.error());
    const auto now = energy(request.positions);
    if (!now) return tl::unexpected(now.error());
    Q_EMIT energyReady({request.id, *now - *before});
    return {};
  });
}

}  // namespace molloquy::app
