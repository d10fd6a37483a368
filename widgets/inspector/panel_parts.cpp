#include "widgets/inspector/panel_parts.h"

#include <QBuffer>
#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"

namespace molloquy::widgets {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(PlotExport)
};

QByteArray png(const QImage& image) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  image.save(&buffer, "PNG");
  return bytes;
}

}  // namespace

QToolButton* iconButton(const QString& icon, const QString& name, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setAutoRaise(true);
  button->setIcon(theme::icon(icon));
  button->setIconSize({theme::scaled(16), theme::scaled(16)});
  button->setFocusPolicy(Qt::StrongFocus);
  button->setToolTip(name);
  button->setAccessibleName(name);
  return button;
}

QHBoxLayout* panelHead(QWidget& head) {
  auto* row = new QHBoxLayout(&head);
  row->setContentsMargins(theme::scaled(10), theme::scaled(5), theme::scaled(8), theme::scaled(5));
  row->setSpacing(theme::scaled(6));
  return row;
}

void openMenuFrom(QToolButton& button, std::function<void(QMenu&)> fill) {
  QObject::connect(&button, &QToolButton::clicked, &button, [&button, fill = std::move(fill)] {
    auto* menu = new QMenu(&button);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    fill(*menu);
    menu->popup(button.mapToGlobal(QPoint(0, button.height())));
  });
}

void fillPlotExport(QMenu& menu, const PlotExport& plot,
                    const std::function<void(const QString&, const QByteArray&)>& save) {
  menu.addAction(theme::icon(QStringLiteral("copy")), Words::tr("Copy picture"), &menu,
                 [plot] { QGuiApplication::clipboard()->setImage(plot.image()); });
  menu.addAction(Words::tr("Copy values"), &menu,
                 [plot] { QGuiApplication::clipboard()->setText(plot.csv()); });
  menu.addSeparator();
  menu.addAction(Words::tr("Save as PNG…"), &menu,
                 [plot, save] { save(plot.baseName + QStringLiteral(".png"), png(plot.image())); });
  menu.addAction(Words::tr("Save as SVG…"), &menu,
                 [plot, save] { save(plot.baseName + QStringLiteral(".svg"), plot.svg()); });
  menu.addAction(Words::tr("Save values as CSV…"), &menu, [plot, save] {
    save(plot.baseName + QStringLiteral(".csv"), plot.csv().toUtf8());
  });
}

}  // namespace molloquy::widgets
