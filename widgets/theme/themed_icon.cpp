#include "widgets/theme/themed_icon.h"

#include <QFile>
#include <QGuiApplication>
#include <QHash>
#include <QIconEngine>
#include <QLoggingCategory>
#include <QPainter>
#include <QPixmapCache>
#include <QSet>
#include <QSvgRenderer>
#include <algorithm>
#include <cmath>

#include "widgets/theme/tokens.h"

namespace molloquy::theme {
namespace {

Q_LOGGING_CATEGORY(iconLog, "molloquy.icons")

/// The drawing's text, read once a name; empty when there is none (logged at the first miss).
QByteArray drawing(const QString& name) {
  static QHash<QString, QByteArray> drawings;
  if (const auto known = drawings.constFind(name); known != drawings.constEnd()) return *known;
  QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
  QByteArray svg;
  if (file.open(QIODevice::ReadOnly)) {
    svg = file.readAll();
  } else {
    qCWarning(iconLog, "there is no icon named \"%s\"", qUtf8Printable(name));
  }
  drawings.insert(name, svg);
  return svg;
}

QColor colourFor(QIcon::Mode mode, QIcon::State state) {
  const Tokens& t = tokensFor(QGuiApplication::palette());
  if (mode == QIcon::Disabled) {
    QColor faded = t.text3;
    faded.setAlphaF(0.6F);
    return faded;
  }
  if (state == QIcon::On) return t.accent;
  return mode == QIcon::Normal ? t.text2 : t.text;
}

class ThemedIconEngine : public QIconEngine {
 public:
  explicit ThemedIconEngine(QString name) : m_name(std::move(name)) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
    paintIcon(*painter, rect, m_name, colourFor(mode, state));
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    return scaledPixmap(size, mode, state, 1.0);
  }
  /// size is in device pixels, as QIconEngine asks.
  QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state,
                       qreal scale) override {
    const double ratio = scale > 0.0 ? scale : 1.0;
    const int side = static_cast<int>(std::lround(std::min(size.width(), size.height()) / ratio));
    return iconPixmap(m_name, side, colourFor(mode, state), ratio);
  }
  QSize actualSize(const QSize& size, QIcon::Mode, QIcon::State) override {
    const int side = std::min(size.width(), size.height());
    return {side, side};
  }
  QString key() const override { return QStringLiteral("molloquy"); }
  QString iconName() override { return m_name; }
  bool isNull() override { return drawing(m_name).isEmpty(); }
  QIconEngine* clone() const override { return new ThemedIconEngine(m_name); }

 private:
  QString m_name;
};

}  // namespace

QIcon icon(const QString& name) { return QIcon(new ThemedIconEngine(name)); }

QPixmap iconPixmap(const QString& name, int size, const QColor& colour, double devicePixelRatio) {
  const int side = std::max(1, static_cast<int>(std::lround(size * devicePixelRatio)));
  const QString key = QStringLiteral("molloquy-icon/%1/%2/%3/%4")
                          .arg(name)
                          .arg(side)
                          .arg(colour.name(QColor::HexArgb))
                          .arg(devicePixelRatio);
  QPixmap pixmap;
  if (QPixmapCache::find(key, &pixmap)) return pixmap;
  pixmap = QPixmap(side, side);
  pixmap.fill(Qt::transparent);
  if (QByteArray svg = drawing(name); !svg.isEmpty()) {
    svg.replace("currentColor", colour.name(QColor::HexRgb).toLatin1());
    QSvgRenderer renderer(svg);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(colour.alphaF());
    renderer.render(&painter, QRectF(0, 0, side, side));
  }
  pixmap.setDevicePixelRatio(devicePixelRatio);
  QPixmapCache::insert(key, pixmap);
  return pixmap;
}

void paintIcon(QPainter& painter, const QRectF& place, const QString& name, const QColor& colour) {
  const double ratio = painter.device()->devicePixelRatioF();
  const int side = static_cast<int>(std::floor(std::min(place.width(), place.height())));
  if (side <= 0) return;
  const auto snapped = [ratio](double value) { return std::round(value * ratio) / ratio; };
  const QPointF corner(snapped(place.center().x() - side / 2.0),
                       snapped(place.center().y() - side / 2.0));
  painter.drawPixmap(corner, iconPixmap(name, side, colour, ratio));
}

}  // namespace molloquy::theme
