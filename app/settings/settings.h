#pragma once

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QStringList>
#include <QUrl>
#include <filesystem>
#include <optional>
#include <vector>

#include "model/chem/energy/energy_method.h"
#include "model/session/open_options.h"
#include "render/view_style.h"
#include "widgets/search/search_types.h"
#include "widgets/viewport/gesture_preset.h"

namespace molloquy::app {

enum class SchemeChoice { System, Light, Dark };

/// What the program remembers between starts, in the platform's settings file of "molloquy".
class Settings {
 public:
  Settings();

  [[nodiscard]] SchemeChoice scheme() const;
  void setScheme(SchemeChoice choice);

  [[nodiscard]] double textScale() const;  ///< 1.0 .. 2.0
  void setTextScale(double scale);

  /// Folder of the model that was used last, if the person chose one.
  [[nodiscard]] std::optional<std::filesystem::path> modelFolder() const;
  void setModelFolder(const std::filesystem::path& folder);

  /// Where new models go and are looked for: <data folder>/molloquy/models unless it was changed.
  [[nodiscard]] std::filesystem::path modelsHome() const;
  void setModelsHome(const std::filesystem::path& folder);
  /// Folders that the person added to the list of models.
  [[nodiscard]] std::vector<std::filesystem::path> modelFolders() const;
  void setModelFolders(const std::vector<std::filesystem::path>& folders);
  /// Models that the person took off the list.
  [[nodiscard]] std::vector<std::filesystem::path> hiddenModels() const;
  void setHiddenModels(const std::vector<std::filesystem::path>& folders);
  /// How that model was opened last.
  [[nodiscard]] session::OpenOptions openOptions(const std::filesystem::path& model) const;
  void setOpenOptions(const std::filesystem::path& model, const session::OpenOptions& options);

  /// How structures are looked at when they are opened.
  [[nodiscard]] render::ViewStyle viewStyle() const;
  void setViewStyle(const render::ViewStyle& style);
  /// Size of labels and measurements in the picture, 0.75..3.
  [[nodiscard]] double labelScale() const;
  void setLabelScale(double scale);
  /// What computes energies and forces.
  [[nodiscard]] energy::EnergyMethod energyMethod() const;
  void setEnergyMethod(energy::EnergyMethod method);
  /// Mouse and keys.
  [[nodiscard]] widgets::GesturePreset gestures() const;
  void setGestures(const widgets::GesturePreset& gestures);

  /// Where the library lies that was open last: a file, or a server's address. Empty: none yet.
  [[nodiscard]] QString library() const;
  void setLibrary(const QString& location);
  /// Libraries that were open, the latest first.
  [[nodiscard]] QStringList libraries() const;
  void setLibraries(const QStringList& locations);
  /// Where new libraries go: <data folder>/molloquy/libraries.
  [[nodiscard]] std::filesystem::path librariesHome() const;

  /// Whether what is typed may be sent to PubChem for suggestions.
  [[nodiscard]] widgets::SuggestionConsent suggestions() const;
  void setSuggestions(widgets::SuggestionConsent consent);
  [[nodiscard]] widgets::NetworkMode networkMode() const;
  void setNetworkMode(widgets::NetworkMode mode);
  /// PubChem's own address, or that of a mirror. The environment's MOLLOQUY_PUBCHEM goes before.
  [[nodiscard]] QUrl pubChemBase() const;
  void setPubChemBase(const QUrl& base);  ///< empty: PubChem's own.
  /// Bytes that kept records may take on disk.
  [[nodiscard]] qint64 cacheLimit() const;
  void setCacheLimit(qint64 bytes);

  [[nodiscard]] bool tourDone() const;
  void setTourDone();

  [[nodiscard]] QString lastFolder() const;
  void setLastFolder(const QString& folder);

  /// Window geometry and splitter positions, per part of the window.
  [[nodiscard]] QByteArray layout(const QString& part) const;
  void setLayout(const QString& part, const QByteArray& state);

 private:
  QSettings m_store;
};

}  // namespace molloquy::app
