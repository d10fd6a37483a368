#include "widgets/viewport/tools/fragment_tool.h"

#include <algorithm>

#include <QPushButton>

#include "widgets/viewport/option_strip.h"
#include "widgets/viewport/overlay_painter.h"
#include "widgets/viewport/tools/fragment_picker.h"

namespace molloquy::widgets {

namespace {

constexpr qsizetype kMostRecent = 4;
constexpr double kLabelAbove = 30;

}  // namespace

FragmentTool::FragmentTool(ToolBench* bench, QObject* parent) : Tool(bench, parent) {
  connect(bench, &ToolBench::fragmentsChanged, this, [this] {
    const auto& fragments = this->bench().fragments();
    const bool known = !nameOf(m_id).isEmpty();
    if (!known) m_id = fragments.empty() ? QString() : QString::fromStdString(fragments[0].id);
    if (m_picker) m_picker->setFragments(fragments);
    updateStrip();
  });
}

FragmentPicker* FragmentTool::picker() const { return m_picker; }

QString FragmentTool::nameOf(const QString& id) const {
  for (const chem::edit::Fragment& each : bench().fragments()) {
    if (each.id == id.toStdString()) return QString::fromStdString(each.name);
  }
  return {};
}

bool FragmentTool::fillStrip(OptionStrip& strip) {
  m_strip = &strip;
  m_current = strip.addButton(QStringLiteral("chevron-down"), {}, tr("Choose a fragment"));
  m_picker = new FragmentPicker(&strip);
  m_picker->setFragments(bench().fragments());
  connect(m_current, &QPushButton::clicked, this, [this] { m_picker->openBelow(*m_current); });
  connect(m_picker, &FragmentPicker::fragmentChosen, this, &FragmentTool::setFragment);
  updateStrip();
  return true;
}

void FragmentTool::setFragment(const QString& id) {
  if (nameOf(id).isEmpty()) return;
  m_id = id;
  updateStrip();
}

void FragmentTool::updateStrip() {
  if (!m_strip || !m_current) return;
  const QString name = nameOf(m_id);
  m_current->setText(name.isEmpty() ? tr("No fragments") : name);
  m_current->setEnabled(!name.isEmpty());
  m_current->setAccessibleName(tr("Fragment: %1").arg(m_current->text()));
  for (QWidget* old : m_strip->findChildren<QWidget*>(QStringLiteral("recent"))) {
    old->hide();
    old->deleteLater();
  }
  for (const QString& id : m_recent) {
    if (id == m_id) continue;
    QPushButton* button = m_strip->addButton({}, nameOf(id), tr("Used before"));
    button->setObjectName(QStringLiteral("recent"));
    connect(button, &QPushButton::clicked, this, [this, id] { setFragment(id); });
    button->show();
  }
  m_strip->adjustSize();
}

void FragmentTool::hover(const QPointF&, const Hit& hit) {
  if (m_hovered == hit.nearest) return;
  m_hovered = hit.nearest;
  Q_EMIT bench().overlayChanged();
}

void FragmentTool::click(ViewAction, const QPointF& place, const Hit& hit) {
  if (m_id.isEmpty()) return;
  chem::edit::AddFragment edit;
  edit.id = m_id.toStdString();
  edit.at = hit.nearest;
  edit.position = bench().pointAt(place, bench().viewCentre());
  m_recent.removeAll(m_id);
  m_recent.prepend(m_id);
  m_recent = m_recent.mid(0, kMostRecent);
  Q_EMIT bench().editRequested(edit);
}

void FragmentTool::paint(OverlayPainter& painter) const {
  if (!m_hovered || m_id.isEmpty()) return;
  const auto at = bench().placeOf(*m_hovered);
  if (!at) return;
  painter.label(*at - QPointF(0, kLabelAbove),
                tr("%1 on %2").arg(nameOf(m_id), bench().atomName(*m_hovered)));
}

}  // namespace molloquy::widgets
