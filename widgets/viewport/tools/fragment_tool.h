#pragma once

#include <QPointer>
#include <QString>
#include <QStringList>

#include "widgets/viewport/tools/tool.h"

class QPushButton;

namespace molloquy::widgets {

class FragmentPicker;

/// Puts fragments of the library onto atoms, or down beside the structure.
class FragmentTool : public Tool {
  Q_OBJECT
 public:
  FragmentTool(ToolBench* bench, QObject* parent);

  bool fillStrip(OptionStrip& strip) override;
  void hover(const QPointF& place, const Hit& hit) override;
  void click(ViewAction action, const QPointF& place, const Hit& hit) override;
  void paint(OverlayPainter& painter) const override;

  /// Of the fragment that a click puts down; empty without a library.
  [[nodiscard]] const QString& fragmentId() const { return m_id; }
  void setFragment(const QString& id);
  /// Those used last, the latest first, at most four.
  [[nodiscard]] const QStringList& recent() const { return m_recent; }
  /// Null while the tool is not active.
  [[nodiscard]] FragmentPicker* picker() const;

 private:
  [[nodiscard]] QString nameOf(const QString& id) const;
  void updateStrip();

  QString m_id;
  QStringList m_recent;
  std::optional<AtomIndex> m_hovered;
  QPointer<OptionStrip> m_strip;
  QPointer<QPushButton> m_current;
  QPointer<FragmentPicker> m_picker;
};

}  // namespace molloquy::widgets
