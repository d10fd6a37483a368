#pragma once

#include <initializer_list>
#include <memory>
#include <vector>

#include <QImage>
#include <QObject>
#include <QPointF>

#include "tests/render/sample_structures.h"
#include "widgets/theme/tokens.h"
#include "widgets/viewport/molecule_viewport.h"

namespace molloquy::test {

/// Atoms of aspirin that are in sight in the home view.
inline constexpr std::uint32_t kEsterOxygen = 3;
inline constexpr std::uint32_t kCarbonyl = 2;

std::vector<AtomIndex> atoms(std::initializer_list<std::uint32_t> values);

/// Pixels within 6 of a colour in every channel.
int countNear(const QImage& image, const QColor& colour);

/// OpenGL 3.2 for every widget; call before QApplication.
void askForOpenGl();

/// A test class with a viewport of 760 by 512 on the screen that shows aspirin. Before each test
/// the view, the tool, the selection, the pins and the colours are as at the start.
class ViewportOnScreen : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanupTestCase();

 protected:
  [[nodiscard]] QPointF placeOf(std::uint32_t atom) const;
  [[nodiscard]] QPoint pixelOf(std::uint32_t atom) const { return placeOf(atom).toPoint(); }
  void drag(Qt::MouseButton button, Qt::KeyboardModifiers modifiers, QPoint from, QPoint to);
  void startOver() { init(); }
  /// Press and moves of a drag that goes on; end it with letGo().
  void pullTo(Qt::MouseButton button, Qt::KeyboardModifiers modifiers, QPoint from, QPoint to);
  void letGo(Qt::MouseButton button, Qt::KeyboardModifiers modifiers, QPoint at);
  void moveTo(QPoint place);
  void clickAt(QPoint place, Qt::MouseButton button = Qt::LeftButton,
               Qt::KeyboardModifiers modifiers = Qt::NoModifier);
  /// Press, release, double click, release, as a window system sends them.
  void doubleClickAt(QPoint place);
  void turnWheel(QPoint place, int steps, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
  /// A pixel of the bond between two atoms that shows it; fails the test where none does.
  [[nodiscard]] QPoint bondPixel(std::uint32_t a, std::uint32_t b) const;
  /// Share of the frame that shows nothing but the light ground.
  [[nodiscard]] double groundShare() const;
  void useScheme(theme::Scheme scheme) { m_view->setPalette(theme::makePalette(scheme)); }

  Sample m_sample = aspirin();
  std::unique_ptr<widgets::AtomSelectionModel> m_selection;
  std::unique_ptr<widgets::PinModel> m_pins;
  std::unique_ptr<widgets::MoleculeViewport> m_view;
};

}  // namespace molloquy::test
