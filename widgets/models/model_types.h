#pragma once

#include <QString>
#include <QtGlobal>
#include <optional>
#include <utility>
#include <vector>

namespace molloquy::widgets {

/// How one model of the list is.
enum class ModelRowState { NotLoaded, Loading, Loaded, Broken };

/// One model as the list shows it.
struct ModelRow {
  QString folder;  ///< the key.
  QString name;
  QString summary;  ///< "3D-MoLM · 14.9 M · F32 · 57 MiB", or where it lies when it is broken.
  ModelRowState state = ModelRowState::NotLoaded;

  friend bool operator==(const ModelRow&, const ModelRow&) = default;
};

/// A sentence about the model that stands above everything else.
struct ModelNotice {
  enum class Kind { None, Notice, Warning, Failure };
  Kind kind = Kind::None;
  QString sentence;
  QString action;  ///< words of its button, or empty.

  friend bool operator==(const ModelNotice&, const ModelNotice&) = default;
};

/// Bytes a model needs and the machine has.
struct ModelMemory {
  quint64 needed = 0;     ///< 0 = not known.
  quint64 available = 0;  ///< free now.
  quint64 machine = 0;    ///< all there is.
  QString parts;          ///< "weights 3.4 GiB, cache 512 MiB, encoder 380 MiB".
  [[nodiscard]] bool fits() const { return available == 0 || needed <= available; }

  friend bool operator==(const ModelMemory&, const ModelMemory&) = default;
};

/// How a model is to be opened. Numbers of 0 mean "automatic".
struct ModelChoices {
  enum class Precision { Automatic, Float32, Bfloat16, Int8, Int4 };
  enum class Device { Automatic, Cpu, Cuda };
  Precision precision = Precision::Automatic;
  Device device = Device::Automatic;
  int threads = 0;
  int contextLength = 0;  ///< tokens.

  friend bool operator==(const ModelChoices&, const ModelChoices&) = default;
};

/// Everything the detail of one model shows.
struct ModelDetail {
  QString folder;
  QString name;
  QString state;  ///< "Loaded on the CPU in int8", "Not loaded".
  std::vector<std::pair<QString, QString>> facts;
  QString card;          ///< Markdown; empty when there is none.
  int contextLimit = 0;  ///< tokens the model reads; 0 = not known.
  /// Why an action is off; empty when it is on.
  QString whyNoLoad, whyNoEject, whyNoQuantize, whyNoRemove;
  bool reload = false;  ///< Load would open it once more.

  friend bool operator==(const ModelDetail&, const ModelDetail&) = default;
};

/// Long work on model files.
struct ModelJob {
  QString words;
  std::optional<double> share;  ///< 0..1; nullopt while it is not known.
};

/// What a person fills in to put a model together of the published files.
struct AssembleChoices {
  QString uniMol, languageModel, checkpoint, stage1, vocabulary, output, name;
};

/// The fields of it that are paths, in their order.
enum class AssemblePath { UniMol, LanguageModel, Checkpoint, Stage1, Vocabulary, Output };

}  // namespace molloquy::widgets
