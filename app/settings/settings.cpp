#include "app/settings/settings.h"

#include <algorithm>

namespace molloquy::app {
namespace {

const QString kScheme = QStringLiteral("appearance/scheme");
const QString kTextScale = QStringLiteral("appearance/textScale");
const QString kModelFolder = QStringLiteral("model/folder");
const QString kTourDone = QStringLiteral("tour/done");
const QString kLastFolder = QStringLiteral("files/lastFolder");
const QString kLayout = QStringLiteral("layout/");

}  // namespace

Settings::Settings() : m_store(QStringLiteral("molloquy"), QStringLiteral("molloquy")) {}

SchemeChoice Settings::scheme() const {
  const QString name = m_store.value(kScheme).toString();
  if (name == QLatin1String("light")) return SchemeChoice::Light;
  if (name == QLatin1String("dark")) return SchemeChoice::Dark;
  return SchemeChoice::System;
}

void Settings::setScheme(SchemeChoice choice) {
  const char* name = choice == SchemeChoice::Light  ? "light"
                     : choice == SchemeChoice::Dark ? "dark"
                                                    : "system";
  m_store.setValue(kScheme, QString::fromLatin1(name));
}

double Settings::textScale() const {
  return std::clamp(m_store.value(kTextScale, 1.0).toDouble(), 1.0, 2.0);
}

void Settings::setTextScale(double scale) { m_store.setValue(kTextScale, scale); }

std::optional<std::filesystem::path> Settings::modelFolder() const {
  const QString folder = m_store.value(kModelFolder).toString();
  if (folder.isEmpty()) return std::nullopt;
  return std::filesystem::path(folder.toStdString());
}

void Settings::setModelFolder(const std::filesystem::path& folder) {
  m_store.setValue(kModelFolder, QString::fromStdString(folder.string()));
}

bool Settings::tourDone() const { return m_store.value(kTourDone, false).toBool(); }

void Settings::setTourDone() { m_store.setValue(kTourDone, true); }

QString Settings::lastFolder() const { return m_store.value(kLastFolder).toString(); }

void Settings::setLastFolder(const QString& folder) { m_store.setValue(kLastFolder, folder); }

QByteArray Settings::layout(const QString& part) const {
  return m_store.value(kLayout + part).toByteArray();
}

void Settings::setLayout(const QString& part, const QByteArray& state) {
  m_store.setValue(kLayout + part, state);
}

}  // namespace molloquy::app
