#include "widgets/search/network_switch.h"

#include <QHBoxLayout>

#include "widgets/frame/segmented_control.h"
#include "widgets/theme/themed_label.h"

namespace molloquy::widgets {
namespace {

QString sentenceOf(NetworkMode mode) {
  switch (mode) {
    case NetworkMode::Online:
      return NetworkSwitch::tr("Requests go out when you ask for something, and only then.");
    case NetworkMode::Offline:
      return NetworkSwitch::tr("Nothing goes out. What was seen before opens from this computer.");
    case NetworkMode::Off:
      break;
  }
  return NetworkSwitch::tr("Nothing goes out, and nothing of PubChem is offered.");
}

}  // namespace

NetworkSwitch::NetworkSwitch(QWidget* parent)
    : QWidget(parent),
      m_modes(new SegmentedControl({tr("Online"), tr("Offline"), tr("Off")}, this)),
      m_says(new theme::ThemedLabel(theme::TextRole::Control, theme::Ink::Text, {}, this)) {
  m_modes->setAccessibleName(tr("Network"));
  m_says->setWordWrap(true);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(theme::scaled(12));
  row->addWidget(m_modes);
  row->addWidget(m_says, 1);
  connect(m_modes, &SegmentedControl::chosen, this, [this](int index) {
    const auto mode = static_cast<NetworkMode>(index);
    m_says->setText(sentenceOf(mode));
    Q_EMIT modeChosen(mode);
  });
  setMode(NetworkMode::Online);
}

void NetworkSwitch::setMode(NetworkMode mode) {
  m_modes->setCurrent(static_cast<int>(mode));
  m_says->setText(sentenceOf(mode));
}

}  // namespace molloquy::widgets
