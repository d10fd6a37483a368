#pragma once

#include <QObject>
#include <QPointer>

#include "app/bindings/bound_parts.h"
#include "app/controllers/model_jobs_controller.h"
#include "app/controllers/models_controller.h"

namespace molloquy::widgets {
class AssembleDialog;
class ModelManager;
}  // namespace molloquy::widgets

namespace molloquy::app {

/// The model manager and its two dialogs, which are made when they are first wanted.
class ModelsBindings : public QObject {
  Q_OBJECT

 public:
  ModelsBindings(const BoundParts& parts, ModelsController& models, ModelJobsController& jobs);

  /// Opens the manager, or brings it to the front.
  void open();
  /// nullptr until it was opened.
  [[nodiscard]] widgets::ModelManager* manager() { return m_manager; }
  /// Opens the assembly's dialog with what was filled in last.
  widgets::AssembleDialog* openAssemble();

 private:
  void bindManager();
  void showList();
  void showDetail();
  void openQuantize();
  void addFolder();
  void reveal();

  BoundParts m_parts;
  ModelsController& m_models;
  ModelJobsController& m_jobs;
  widgets::ModelManager* m_manager = nullptr;  ///< belongs to the window.
  QPointer<widgets::AssembleDialog> m_assemble;
};

}  // namespace molloquy::app
