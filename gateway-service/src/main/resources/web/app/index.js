import './style.css';
import * as echarts from 'echarts/core';
import { BarChart } from 'echarts/charts';
import { SVGRenderer } from 'echarts/renderers';
echarts.use([BarChart, SVGRenderer]);
document.getElementById('app').textContent = echarts.version;
