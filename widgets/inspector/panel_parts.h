#pragma once

#include <functional>

#include <QByteArray>
#include <QImage>
#include <QString>

class QHBoxLayout;
class QMenu;
class QToolButton;
class QWidget;

namespace molloquy::widgets {

/// A flat icon button with its tooltip as accessible name.
QToolButton* iconButton(const QString& icon, const QString& name, QWidget* parent);

/// The row of controls over a table or plot: 38 high, margins of the design.
QHBoxLayout* panelHead(QWidget& head);

/// Opens a menu below the button, filled anew each time. (A button that owns a menu would draw an
/// arrow into its icon.)
void openMenuFrom(QToolButton& button, std::function<void(QMenu&)> fill);

/// How a plot gives itself away.
struct PlotExport {
  QString baseName;  ///< "torsion-scan".
  std::function<QImage()> image;
  std::function<QByteArray()> svg;
  std::function<QString()> csv;
};
/// "Copy picture", "Copy values", "Save as PNG...", SVG, CSV; saving goes to `save`.
void fillPlotExport(QMenu& menu, const PlotExport& plot,
                    const std::function<void(const QString& name, const QByteArray&)>& save);

}  // namespace molloquy::widgets
