#pragma once

#include <QObject>

#include "app/workers/model_file_messages.h"

namespace molloquy::app {

/// Lives on the thread named "model files" and reads what folders hold: headers and configurations,
/// never weights. Holds no state.
class ModelFilesWorker : public QObject {
  Q_OBJECT

 public:
  ModelFilesWorker();

 public Q_SLOTS:
  void list(const ListModelsRequest& request);
  void describe(const DescribeModelRequest& request);
  void check(const CheckPathRequest& request);

 Q_SIGNALS:
  void listed(const ModelsListed& message);
  void described(const ModelDescribed& message);
  void checked(const PathChecked& message);
};

}  // namespace molloquy::app
