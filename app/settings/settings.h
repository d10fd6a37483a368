#pragma once

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <filesystem>
#include <optional>

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
