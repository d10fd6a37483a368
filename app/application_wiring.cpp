#include "app/application.h"
#include "app/bindings/calculation_bindings.h"
#include "app/bindings/shape_bindings.h"
#include "app/bindings/sketch_bindings.h"
#include "app/bindings/style_bindings.h"

/// Which controller's request goes to which worker, and which answer back: always queued, because
/// the two live on different threads.
namespace molloquy::app {

void Application::connectChemistry() {
  constexpr auto kQueued = Qt::QueuedConnection;
  connect(m_structures.get(), &StructureController::readRequested, m_chemistry,
          &ChemistryWorker::read, kQueued);
  connect(m_structures.get(), &StructureController::prepareRequested, m_chemistry,
          &ChemistryWorker::prepare, kQueued);
  connect(m_inspector.get(), &InspectorController::factsRequested, m_chemistry,
          &ChemistryWorker::computeFacts, kQueued);
  connect(m_inspector.get(), &InspectorController::depictionRequested, m_chemistry,
          &ChemistryWorker::depict, kQueued);
  connect(m_inspector.get(), &InspectorController::thumbnailRequested, m_chemistry,
          &ChemistryWorker::drawThumbnail, kQueued);
  connect(m_chemistry, &ChemistryWorker::thumbnailReady, m_inspector.get(),
          &InspectorController::onThumbnailReady, kQueued);
  connect(m_chat.get(), &ChatController::alignmentRequested, m_chemistry, &ChemistryWorker::align,
          kQueued);

  connect(m_chemistry, &ChemistryWorker::readProgressed, m_structures.get(),
          &StructureController::onReadProgressed, kQueued);
  connect(m_chemistry, &ChemistryWorker::structuresRead, m_structures.get(),
          &StructureController::onStructuresRead, kQueued);
  connect(m_chemistry, &ChemistryWorker::structurePrepared, m_structures.get(),
          &StructureController::onStructurePrepared, kQueued);
  connect(m_chemistry, &ChemistryWorker::factsReady, m_inspector.get(),
          &InspectorController::onFactsReady, kQueued);
  connect(m_chemistry, &ChemistryWorker::depictionReady, m_inspector.get(),
          &InspectorController::onDepictionReady, kQueued);
  connect(m_chat.get(), &ChatController::factsRequested, m_chemistry,
          &ChemistryWorker::computeFacts, kQueued);
  connect(m_chemistry, &ChemistryWorker::factsReady, m_chat.get(), &ChatController::onFactsReady,
          kQueued);
  connect(m_chemistry, &ChemistryWorker::alignmentReady, m_chat.get(),
          &ChatController::onAlignmentReady, kQueued);

  connect(m_chemistry, &ChemistryWorker::failed, m_structures.get(), &StructureController::onFailed,
          kQueued);
  connect(m_chemistry, &ChemistryWorker::failed, m_inspector.get(), &InspectorController::onFailed,
          kQueued);
  connect(m_chemistry, &ChemistryWorker::failed, m_chat.get(), &ChatController::onFailed, kQueued);
}

void Application::connectEditing() {
  constexpr auto kQueued = Qt::QueuedConnection;
  connect(m_edits.get(), &EditController::editRequested, m_editor, &EditWorker::edit, kQueued);
  connect(m_edits.get(), &EditController::queryRequested, m_editor, &EditWorker::query, kQueued);
  connect(m_editor, &EditWorker::edited, m_edits.get(), &EditController::onEdited, kQueued);
  connect(m_editor, &EditWorker::queried, m_edits.get(), &EditController::onQueried, kQueued);
  connect(m_editor, &EditWorker::failed, m_edits.get(), &EditController::onFailed, kQueued);

  connect(m_live.get(), &LiveController::liveRequested, m_liveWorker, &LiveWorker::start, kQueued);
  connect(m_live.get(), &LiveController::pullRequested, m_liveWorker, &LiveWorker::pull, kQueued);
  connect(m_live.get(), &LiveController::stopRequested, m_liveWorker, &LiveWorker::stop, kQueued);
  connect(m_liveWorker, &LiveWorker::stepped, m_live.get(), &LiveController::onStepped, kQueued);
  connect(m_liveWorker, &LiveWorker::ended, m_live.get(), &LiveController::onEnded, kQueued);
  connect(m_liveWorker, &LiveWorker::failed, m_live.get(), &LiveController::onFailed, kQueued);

  connect(m_files.get(), &FileController::writeRequested, m_chemistry, &ChemistryWorker::write,
          kQueued);
  connect(m_chemistry, &ChemistryWorker::structureWritten, m_files.get(),
          &FileController::onStructureWritten, kQueued);
  connect(m_chemistry, &ChemistryWorker::failed, m_files.get(), &FileController::onFailed, kQueued);
}

void Application::connectCalculations() {
  constexpr auto kQueued = Qt::QueuedConnection;
  CalculationController* controller = m_calculations.get();
  connect(controller, &CalculationController::calculationRequested, m_calculator,
          &CalculationWorker::calculate, kQueued);
  connect(m_calculator, &CalculationWorker::progressed, controller,
          &CalculationController::onProgressed, kQueued);
  connect(m_calculator, &CalculationWorker::finished, controller,
          &CalculationController::onFinished, kQueued);
  connect(m_calculator, &CalculationWorker::failed, controller, &CalculationController::onFailed,
          kQueued);
  connect(controller, &CalculationController::energyRequested, m_editor,
          &EditWorker::compareEnergies, kQueued);
  connect(m_editor, &EditWorker::energyReady, controller, &CalculationController::onEnergyReady,
          kQueued);
  connect(m_editor, &EditWorker::failed, controller, &CalculationController::onFailed, kQueued);
}

void Application::connectShapes() {
  constexpr auto kQueued = Qt::QueuedConnection;
  ShapeBindings* shapes = m_shapeBindings.get();
  connect(shapes, &ShapeBindings::propertiesRequested, m_editor, &EditWorker::computeProperties,
          kQueued);
  connect(m_editor, &EditWorker::propertiesReady, shapes, &ShapeBindings::onPropertiesReady,
          kQueued);
  connect(m_editor, &EditWorker::failed, shapes, &ShapeBindings::onFailed, kQueued);
  connect(shapes, &ShapeBindings::shapesRequested, m_shaper, &ShapeWorker::make, kQueued);
  connect(m_shaper, &ShapeWorker::ready, shapes, &ShapeBindings::onShapesReady, kQueued);
  connect(shapes, &ShapeBindings::modelRequested, m_shaper, &ShapeWorker::writeModel, kQueued);
  connect(m_shaper, &ShapeWorker::modelWritten, shapes, &ShapeBindings::onModelWritten, kQueued);
  connect(m_shaper, &ShapeWorker::failed, shapes, &ShapeBindings::onFailed, kQueued);
  connect(m_calculationBindings.get(), &CalculationBindings::chargesComputed, shapes,
          &ShapeBindings::takeCharges);
  connect(m_calculationBindings.get(), &CalculationBindings::chargesShown, m_styleBindings.get(),
          &StyleBindings::showCharges);
  connect(m_calculationBindings.get(), &CalculationBindings::dipoleShown, m_styleBindings.get(),
          &StyleBindings::showDipole);
  connect(m_calculationBindings.get(), &CalculationBindings::dipoleComputed, m_styleBindings.get(),
          &StyleBindings::setDipole);

  SketchBindings* sketch = m_sketchBindings.get();
  connect(sketch, &SketchBindings::layoutRequested, m_editor, &EditWorker::layOut, kQueued);
  connect(m_editor, &EditWorker::layoutReady, sketch, &SketchBindings::onLayoutReady, kQueued);
  connect(m_editor, &EditWorker::failed, sketch, &SketchBindings::onFailed, kQueued);
}

void Application::connectModel() {
  constexpr auto kQueued = Qt::QueuedConnection;
  connect(m_chat.get(), &ChatController::loadRequested, m_model, &ModelWorker::load, kQueued);
  connect(m_chat.get(), &ChatController::generateRequested, m_model, &ModelWorker::generate,
          kQueued);
  connect(m_model, &ModelWorker::loadProgressed, m_chat.get(), &ChatController::onLoadProgressed,
          kQueued);
  connect(m_chat.get(), &ChatController::ejectRequested, m_model, &ModelWorker::eject, kQueued);
  connect(m_model, &ModelWorker::madeRoom, m_chat.get(), &ChatController::onMadeRoom, kQueued);
  connect(m_model, &ModelWorker::loaded, m_chat.get(), &ChatController::onLoaded, kQueued);
  connect(m_model, &ModelWorker::loadFailed, m_chat.get(), &ChatController::onLoadFailed, kQueued);
  connect(m_model, &ModelWorker::textArrived, m_chat.get(), &ChatController::onTextArrived,
          kQueued);
  connect(m_model, &ModelWorker::finished, m_chat.get(), &ChatController::onFinished, kQueued);
  connect(m_model, &ModelWorker::failed, m_chat.get(), &ChatController::onFailed, kQueued);
}

void Application::connectModelFiles() {
  constexpr auto kQueued = Qt::QueuedConnection;
  connect(m_models.get(), &ModelsController::listRequested, m_modelFiles, &ModelFilesWorker::list,
          kQueued);
  connect(m_models.get(), &ModelsController::describeRequested, m_modelFiles,
          &ModelFilesWorker::describe, kQueued);
  connect(m_jobs.get(), &ModelJobsController::checkRequested, m_modelFiles,
          &ModelFilesWorker::check, kQueued);
  connect(m_modelFiles, &ModelFilesWorker::listed, m_models.get(), &ModelsController::onListed,
          kQueued);
  connect(m_modelFiles, &ModelFilesWorker::described, m_models.get(),
          &ModelsController::onDescribed, kQueued);
  connect(m_modelFiles, &ModelFilesWorker::checked, m_jobs.get(), &ModelJobsController::onChecked,
          kQueued);

  connect(m_jobs.get(), &ModelJobsController::assembleRequested, m_modelJobs,
          &ModelJobsWorker::assemble, kQueued);
  connect(m_jobs.get(), &ModelJobsController::quantizeRequested, m_modelJobs,
          &ModelJobsWorker::quantize, kQueued);
  connect(m_jobs.get(), &ModelJobsController::checksumRequested, m_modelJobs,
          &ModelJobsWorker::computeChecksum, kQueued);
  connect(m_modelJobs, &ModelJobsWorker::progressed, m_jobs.get(),
          &ModelJobsController::onProgressed, kQueued);
  connect(m_modelJobs, &ModelJobsWorker::finished, m_jobs.get(), &ModelJobsController::onFinished,
          kQueued);
  connect(m_modelJobs, &ModelJobsWorker::failed, m_jobs.get(), &ModelJobsController::onFailed,
          kQueued);
}

}  // namespace molloquy::app
